using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Hosting;
using Hex.Testing.Cluster.Json;

namespace Hex.Testing.Cluster;

/// <summary>
/// Runs a <see cref="SimulatedCluster"/> as a process of its own, for benchmarks: the whole Main of a small program is
/// <c>return await SimulatedClusterHost.RunAsync(args, Console.Out, token)</c>.
/// </summary>
public static class SimulatedClusterHost
{
    /// <summary>The options, one per line.</summary>
    public const string Usage =
        """
        --recorded              the recorded cluster instead of a generated one
        --pods N                pods of a generated cluster (default 1000); the other numbers follow from it
        --nodes N  --namespaces N  --deployments N  --events N  --seed N
        --no-managed-fields     objects without metadata.managedFields
        --churn N               changes per second (default 0)
        --no-streaming-lists    refuse sendInitialEvents
        --http-kubeconfig       the kubeconfig uses plain HTTP/1.1
        --kubeconfig FILE       where to write the kubeconfig (default: not at all)
        --requests FILE         where to write the counts of requests as JSON, at the end
        """;

    /// <summary>
    /// Starts the cluster, writes <c>ready https://… http://… token=…</c> and runs until it is cancelled; then writes what was
    /// asked of it, one <c>verb resource count</c> per line.
    /// </summary>
    /// <param name="args">See <see cref="Usage"/>.</param>
    /// <param name="output">Where the lines go.</param>
    /// <param name="cancellationToken">Ends it; a program ties it to SIGTERM.</param>
    /// <returns>0; 2 for arguments that are wrong, which are explained on <paramref name="output"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        HostArguments arguments;
        try
        {
            arguments = HostArguments.Parse(args);
            ClusterSize.Validate(arguments.Size);
        }
        catch (ArgumentException e)
        {
            await output.WriteLineAsync($"{e.Message}\n{Usage}");
            return 2;
        }

        await using var cluster = await SimulatedCluster.StartAsync(arguments.ToOptions(), CancellationToken.None);
        if (arguments.KubeconfigPath is { } path)
        {
            var user = arguments.HttpKubeconfig ? KubeconfigUser.WithTokenOverHttp(cluster.Token) : KubeconfigUser.WithToken(cluster.Token);
            await File.WriteAllTextAsync(path, cluster.KubeconfigYaml(user), CancellationToken.None);
        }

        await output.WriteLineAsync($"ready {cluster.Url.GetLeftPart(UriPartial.Authority)} {cluster.HttpUrl.GetLeftPart(UriPartial.Authority)} token={cluster.Token}");
        await output.FlushAsync(CancellationToken.None);
        if (arguments.ChurnPerSecond > 0)
            await new ClusterChurn(cluster, arguments.Size.Seed).RunAsync(arguments.ChurnPerSecond, cancellationToken);
        else
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await ReportAsync(cluster, arguments.RequestsPath, output);
        return 0;
    }

    private static async Task ReportAsync(SimulatedCluster cluster, string? path, TextWriter output)
    {
        var counts = new JsonObject();
        foreach (var ((verb, resource), count) in cluster.Requests.Counts.OrderBy(pair => pair.Key))
        {
            counts.Add($"{verb} {resource}".TrimEnd(), count);
            await output.WriteLineAsync($"{verb} {resource} {count.ToString(CultureInfo.InvariantCulture)}");
        }

        if (path is not null)
            await File.WriteAllTextAsync(path, Encoding.UTF8.GetString(GoJson.Serialize(counts)) + "\n");
    }
}
