using Hex.Bench.Measure;
using Hex.Bench.Receive;

namespace Hex.Bench.Scenarios;

/// <summary>Runs of the agent with <c>--once</c>, of which the one that took the least processor time counts.</summary>
internal static class OnceRuns
{
    /// <summary>Without a receiver.</summary>
    public static async Task<RunResult> DiscardAsync(Bench bench, string root)
    {
        RunResult? best = null;
        for (var run = 0; run < bench.Options.Runs; run++)
        {
            var result = await bench.Measured.RunAsync(bench.Options.Agent, AgentArguments.Once(root, bench.NewState(), "exporters=discard"), bench.Options.Limit);
            Bench.Expect(result, "hex-agent run --once into discard");
            best = best is null || result.Cpu < best.Cpu ? result : best;
        }

        return best!;
    }

    /// <summary>To a new counting receiver each time. The report with the worst count of lost records is kept, whichever run it was.</summary>
    public static async Task<(RunResult Best, ReceiverReport Worst)> OtlpAsync(Bench bench, string root, string compression, int runs, bool checksIds = true)
    {
        RunResult? best = null;
        ReceiverReport? worst = null;
        for (var run = 0; run < runs; run++)
        {
            await using var receiver = await ReceiverProcess.StartAsync(bench.Children, checksIds, Processors.Apart?.Others);
            var arguments = AgentArguments.Once(root, bench.NewState(), AgentArguments.Otlp(receiver.Endpoint, compression));
            var result = await bench.Measured.RunAsync(bench.Options.Agent, arguments, bench.Options.Limit);
            Bench.Expect(result, "hex-agent run --once over OTLP");
            best = best is null || result.Cpu < best.Cpu ? result : best;
            var report = await receiver.AskAsync();
            worst = worst is null || report.Unique < worst.Unique || report.Broken > worst.Broken ? report : worst;
        }

        return (best!, worst!);
    }
}
