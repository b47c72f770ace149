using System.Runtime.InteropServices;
using Hex.Bench.Measure;

namespace Hex.Bench.Scenarios;

/// <summary>Runs scenarios and prints one table.</summary>
internal static class MeasureCommand
{
    /// <summary>0 when every floor holds, else 1.</summary>
    public static async Task<int> RunAsync(BenchOptions options, IReadOnlyList<Scenario> scenarios)
    {
        Directory.CreateDirectory(options.Temp);
        using var children = new Children(Path.Combine(options.Temp, "pids"));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => children.Dispose());
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => children.Dispose());
        var bench = new Bench(options, children, TimeProvider.System);
        var rows = new List<Row>();
        foreach (var scenario in scenarios)
        {
            bench.Say($"— {scenario.Name}: {scenario.About}");
            rows.Add(await TryAsync(bench, scenario));
        }

        Console.Write(Table.Format(rows));
        return rows.TrueForAll(row => row.Holds) ? 0 : 1;
    }

    private static async Task<Row> TryAsync(Bench bench, Scenario scenario)
    {
        try
        {
            var row = await scenario.RunAsync(bench);
            bench.Say($"{scenario.Name}: {row.Figure}");
            return row;
        }
        catch (BenchException failure)
        {
            bench.Say($"{scenario.Name} failed: {failure.Message}");
            return new Row(scenario.Name, "failed, see the messages above", "", Holds: false);
        }
    }
}
