using BenchmarkDotNet.Attributes;
using Hex.Logs;

namespace Hex.Benchmarks;

/// <summary>A file of 64 MiB: looking for newlines only, and reading it as container logs (parse, join, severity, record ids).</summary>
[MemoryDiagnoser]
public class LogReading
{
    private const int FileBytes = 64 << 20;
    private readonly byte[] _buffer = new byte[256 << 10];
    private string _tree = "";

    [GlobalSetup]
    public void Write() => _tree = GeneratedLog.WriteTree(FileBytes);

    [GlobalCleanup]
    public void Delete() => Directory.Delete(_tree, recursive: true);

    [Benchmark(Baseline = true)]
    public int Newlines()
    {
        using var file = File.OpenHandle(GeneratedLog.File(_tree));
        var lines = 0;
        long offset = 0;
        while (RandomAccess.Read(file, _buffer, offset) is > 0 and var read)
        {
            offset += read;
            var rest = _buffer.AsSpan(0, read);
            while (rest.IndexOf((byte)'\n') is >= 0 and var at)
            {
                lines++;
                rest = rest[(at + 1)..];
            }
        }

        return lines;
    }

    [Benchmark]
    public async Task<long> ContainerLogs()
    {
        await using var reader = new ContainerLogReader(new ContainerLogReaderOptions { Root = GeneratedLog.Pods(_tree), Once = true });
        long records = 0;
        await foreach (var batch in reader.ReadAllAsync(CancellationToken.None))
        {
            records += batch.Count;
            batch.Acknowledge();
            batch.Dispose();
        }

        return records;
    }
}
