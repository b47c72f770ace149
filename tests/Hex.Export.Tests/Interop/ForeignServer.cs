using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Hex.Shared;
using Hex.Testing.Otlp.Proto;

namespace Hex.Export.Tests.Interop;

/// <summary>A gRPC server of someone else's in a process of its own (tests/interop): what it decoded comes back as JSON.</summary>
internal sealed class ForeignServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _errors = [];
    private string? _descriptors;

    private ForeignServer(string program, IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += (_, e) => _ = e.Data is null ? _lines.Writer.TryComplete() : _lines.Writer.TryWrite(e.Data);
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (_errors)
                _errors.Add(e.Data ?? "");
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; private set; }

    public static string Interop { get; } = Path.Combine(Repository.Root, "tests", "interop");

    /// <summary>Starts <c>node</c> or <c>python</c>; skips the test, saying why, where it is not installed.</summary>
    public static async Task<ForeignServer> StartAsync(string which, params string[] arguments)
    {
        var (program, first) = which == "node" ? Node() : Python();
        var server = new ForeignServer(program, [.. first, .. arguments]) { _descriptors = which == "node" ? null : first[^1] };
        try
        {
            var line = await server.LineAsync();
            Assert.StartsWith("listening ", line, StringComparison.Ordinal);
            server.Port = int.Parse(line["listening ".Length..]);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>The next request: which signal, and the message as JSON.</summary>
    public async Task<(string Signal, string Request)> NextAsync()
    {
        using var json = JsonDocument.Parse(await LineAsync());
        return (json.RootElement.GetProperty("signal").GetString()!, json.RootElement.GetProperty("request").GetRawText());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        if (_descriptors is not null)
            File.Delete(_descriptors);
    }

    private async Task<string> LineAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            return await _lines.Reader.ReadAsync(late.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            lock (_errors)
                throw new InvalidOperationException("The server said nothing more. Its errors: " + string.Join('\n', _errors), e);
        }
    }

    private static (string Program, string[] Arguments) Node()
    {
        var script = Path.Combine(Interop, "node", "server.js");
        if (!Directory.Exists(Path.Combine(Interop, "node", "node_modules")))
            Assert.Skip("@grpc/grpc-js is not installed: run tests/interop/install");
        if (!Runs("node", "--version"))
            Assert.Skip("node is not installed");
        return ("node", [script, Path.Combine(Repository.Root, "src", "Hex.Testing", "Protos")]);
    }

    private static (string Program, string[] Arguments) Python()
    {
        const string SystemPython = "/usr/bin/python3";
        if (!Runs(SystemPython, "-c", "import grpc, google.protobuf"))
            Assert.Skip("python3-grpcio is not installed: run tests/interop/install");
        return (SystemPython, [Path.Combine(Interop, "python", "server.py"), Descriptors()]);
    }

    // google.protobuf.FileDescriptorSet { repeated FileDescriptorProto file = 1; } of the services, dependencies first: no protoc is needed there.
    private static string Descriptors()
    {
        var files = new List<FileDescriptor>();
        void Add(FileDescriptor file)
        {
            foreach (var dependency in file.Dependencies)
                Add(dependency);
            if (!files.Contains(file))
                files.Add(file);
        }
        Add(LogsServiceReflection.Descriptor);
        Add(MetricsServiceReflection.Descriptor);
        var path = Path.Combine(AppContext.BaseDirectory, $"otlp-{Guid.NewGuid():n}.descriptors");
        using var stream = File.Create(path);
        using var output = new CodedOutputStream(stream);
        foreach (var file in files)
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(file.SerializedData);
        }
        return path;
    }

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
