using System.Runtime.InteropServices;
using System.Text.Json;
using Hex.Bench.Count;
using Hex.Bench.Generate;
using Hex.Bench.Receive;
using Hex.Bench.Scenarios;
using Hex.Testing.Cluster;

namespace Hex.Bench;

/// <summary>What the program can be told to do.</summary>
internal static class Program
{
    private static readonly string Usage = $"""
        bench/run [SCENARIO...] [--runs N] [--seconds N] [--bytes N] [--seed N] [--agent FILE] [--temp DIR] [--recorded DIR]
            Measures the published agent as a whole process and prints one Markdown table; exit code 1 when a floor does not hold.
            --runs      runs of each scenario that ends by itself, of which the best counts (default 3)
            --seconds   how long live and idle scenarios last (default 60)
            --bytes     size of the big file, and of the 100 files together (default 1073741824)
            --seed      of everything that is generated (default 1)
            --agent     a published hex-agent (default: publishes one)
            --temp      where generated files go (default: a new directory in $TMPDIR or /tmp; removed at the end)
            --recorded  recorded container logs (default: tests/fixtures/var-log/pods)
          scenarios (default: all):
        {string.Join('\n', Scenario.All.Select(scenario => $"    {scenario.Name,-10}{scenario.About}"))}

        bench/run generate a1|b100|quiet --out DIR [--seed N] [--files N] [--bytes N]     a log tree, and DIR.manifest.json
        bench/run load --out DIR [--seed N] [--files N] [--rate N] [--seconds N]          writes and rotates for some time
        bench/run count DIR                                                               counts the records of any log tree, .gz included
        bench/run cluster [--pods N] [--churn N] [--kubeconfig FILE] …                    the API server of a generated cluster, until SIGTERM
        bench/run receive [--port N] [--ids 0|1]                                          a counting OTLP receiver
        """;

    private static async Task<int> Main(string[] args)
    {
        try
        {
            switch (args.FirstOrDefault())
            {
                case "generate":
                    Generate(args[1..]);
                    return 0;
                case "load":
                    await LiveAsync(args[1..]);
                    return 0;
                case "count":
                    Count(args[1..]);
                    return 0;
                case "receive":
                    var options = new Arguments(args[1..], "port", "ids");
                    await ReceiverProgram.RunAsync((int)options.Number("port", 0), options.Number("ids", 0) == 1);
                    return 0;
                case "cluster":
                    return await RunClusterAsync(args[1..]);
                case "--help" or "-h" or "help":
                    await Console.Out.WriteLineAsync(Usage);
                    return 0;
                default:
                    return await MeasureAsync(args);
            }
        }
        catch (UsageException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }
    }

    private static void Generate(string[] args)
    {
        var options = new Arguments(args, "out", "seed", "files", "bytes");
        var layout = options.Words.SingleOrDefault() ?? throw new UsageException("generate which layout?");
        var (files, bytes) = layout switch
        {
            "a1" => (1, 1L << 30),
            "b100" => (100, 10L << 20),
            "quiet" => (100, 1L << 10),
            _ => throw new UsageException($"{layout}: no such layout; there are a1, b100 and quiet"),
        };
        var manifest = StaticTree.Write(options.Required("out"), layout, (int)options.Number("files", files), options.Number("bytes", bytes),
            (ulong)options.Number("seed", 1));
        Print(manifest);
    }

    private static async Task LiveAsync(string[] args)
    {
        var options = new Arguments(args, "out", "seed", "files", "rate", "seconds");
        var files = (int)options.Number("files", 50);
        var seed = (ulong)options.Number("seed", 1);
        using var load = new LiveLoad(options.Required("out"), files, (int)options.Number("rate", 10_000), seed, TimeProvider.System);
        await load.RunAsync(TimeSpan.FromSeconds(options.Number("seconds", 60)), CancellationToken.None);
        Print(new Manifest("live", seed, files, load.Counts));
    }

    private static async Task<int> RunClusterAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        return await SimulatedClusterHost.RunAsync(args, Console.Out, stop.Token);
    }

    private static void Count(string[] args)
    {
        var root = new Arguments(args).Words.SingleOrDefault() ?? throw new UsageException("count which tree?");
        Console.WriteLine(JsonSerializer.Serialize(LogTreeCounter.Count(root), BenchJson.Default.TreeCount));
    }

    private static Task<int> MeasureAsync(string[] args)
    {
        var options = new Arguments(args, "runs", "seconds", "bytes", "seed", "agent", "temp", "recorded");
        var scenarios = options.Words.ConvertAll(name => Scenario.All.FirstOrDefault(scenario => scenario.Name == name)
            ?? throw new UsageException($"{name}: no such scenario; there are {string.Join(' ', Scenario.All.Select(scenario => scenario.Name))}"));
        return MeasureCommand.RunAsync(
            new BenchOptions
            {
                Agent = options.Required("agent"),
                Temp = options.Required("temp"),
                Recorded = options.Required("recorded"),
                Runs = (int)options.Number("runs", 3),
                Seed = (ulong)options.Number("seed", 1),
                BigBytes = options.Number("bytes", 1L << 30),
                Duration = TimeSpan.FromSeconds(options.Number("seconds", 60)),
            },
            scenarios.Count > 0 ? scenarios : Scenario.All);
    }

    private static void Print(Manifest manifest) => Console.WriteLine(JsonSerializer.Serialize(manifest, BenchJson.Default.Manifest));
}
