using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Hex.Bench.Measure;

namespace Hex.Bench.Scenarios.Cluster;

/// <summary>This program once more, as the API server of a generated cluster.</summary>
internal sealed class ClusterProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;

    private ClusterProcess(Process process, string kubeconfig)
    {
        _process = process;
        Kubeconfig = kubeconfig;
    }

    /// <summary>The file that says how to reach it.</summary>
    public string Kubeconfig { get; }

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<ClusterProcess> StartAsync(Bench bench, int pods, int churnPerSecond)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("the path of this program is not known");
        var kubeconfig = Path.Combine(bench.Options.Temp, $"kubeconfig-{pods}-{churnPerSecond}");
        var lines = Channel.CreateUnbounded<string>();
        var process = bench.Children.Start(
            program,
            ["cluster", "--pods", pods.ToString(CultureInfo.InvariantCulture), "--churn", churnPerSecond.ToString(CultureInfo.InvariantCulture), "--kubeconfig", kubeconfig],
            line => lines.Writer.TryWrite(line));
        using var limit = new CancellationTokenSource(bench.Options.Limit, bench.Time);
        while (!(await lines.Reader.ReadAsync(limit.Token)).StartsWith("ready ", StringComparison.Ordinal))
        {
            // Whatever it says before.
        }

        return new ClusterProcess(process, kubeconfig);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _ = NativeMethods.kill(_process.Id, Terminate);
        await _process.WaitForExitAsync();
    }
}
