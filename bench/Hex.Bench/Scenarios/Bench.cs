using Hex.Bench.Generate;
using Hex.Bench.Measure;

namespace Hex.Bench.Scenarios;

/// <summary>What every scenario needs.</summary>
internal sealed class Bench(BenchOptions options, Children children, TimeProvider time)
{
    private readonly Dictionary<string, Manifest> _trees = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _references = new(StringComparer.Ordinal);
    private TimeSpan? _version;
    private int _states;

    public BenchOptions Options { get; } = options;

    public Children Children { get; } = children;

    public TimeProvider Time { get; } = time;

    public WholeProcess Measured { get; } = new(children, time);

    /// <summary>A tree of this layout, written when it is first asked for.</summary>
    public (string Root, Manifest Manifest) Tree(string name, int files, long bytesPerFile)
    {
        var root = Path.Combine(Options.Temp, name);
        if (!_trees.TryGetValue(name, out var manifest))
        {
            Say($"writing {name}: {files} × {bytesPerFile:N0} bytes");
            _trees[name] = manifest = StaticTree.Write(root, name, files, bytesPerFile, Options.Seed);
        }

        return (root, manifest);
    }

    /// <summary>A fresh directory for the agent's state.</summary>
    public string NewState()
    {
        var path = Path.Combine(Options.Temp, $"state-{++_states}");
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Processor time of <c>hex-agent version</c>, best of the runs: what starting costs.</summary>
    public async Task<TimeSpan> VersionCpuAsync()
    {
        if (_version is { } known)
            return known;
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < Options.Runs; run++)
        {
            var result = await Measured.RunAsync(Options.Agent, ["version"], Options.Limit);
            Expect(result, "hex-agent version");
            best = result.Cpu < best ? result.Cpu : best;
        }

        Say($"hex-agent version: {best.TotalMilliseconds:F0} ms of CPU");
        _version = best;
        return best;
    }

    /// <summary>Processor time that a well-known program takes for a file, best of the runs; measured once.</summary>
    public async Task<TimeSpan> ReferenceCpuAsync(string program, string argument, string file)
    {
        if (_references.TryGetValue(program, out var known))
            return known;
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < Options.Runs; run++)
        {
            var result = await Measured.RunAsync("sh", ["-c", $"exec {program} {argument} \"$0\" >/dev/null", file], Options.Limit);
            Expect(result, program);
            best = result.Cpu < best ? result.Cpu : best;
        }

        _references[program] = best;
        return best;
    }

    /// <summary>Progress, on the error output: the table alone goes to the standard output.</summary>
    public void Say(string text) => Console.Error.WriteLine($"[{Time.GetUtcNow():HH:mm:ss}] {text}");

    /// <summary>Fails when a program did.</summary>
    public static void Expect(RunResult result, string what)
    {
        if (result.ExitCode != 0)
            throw new BenchException($"{what} ended with {result.ExitCode} after {result.Elapsed}:\n{string.Join('\n', result.LastLines)}");
    }
}

/// <summary>A scenario could not be measured.</summary>
internal sealed class BenchException(string message) : Exception(message);
