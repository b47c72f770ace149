using System.Globalization;

namespace Hex.Testing.Cluster.Hosting;

/// <summary>The command line of <see cref="SimulatedClusterHost"/>.</summary>
internal sealed record HostArguments
{
    public bool Recorded { get; init; }

    public ClusterSize Size { get; init; } = ClusterSize.OfPods(1000);

    public double ChurnPerSecond { get; init; }

    public bool StreamingLists { get; init; } = true;

    public bool HttpKubeconfig { get; init; }

    public string? KubeconfigPath { get; init; }

    public string? RequestsPath { get; init; }

    /// <summary>Reads the arguments; --pods sets the proportions, whatever its place, and the others change them.</summary>
    /// <exception cref="ArgumentException">An unknown option, or a value that is no number.</exception>
    public static HostArguments Parse(IReadOnlyList<string> args)
    {
        var result = new HostArguments();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--pods")
                result = result with { Size = ClusterSize.OfPods(Number(args, i)) };
        }

        for (var i = 0; i < args.Count; i++)
        {
            var size = result.Size;
            result = args[i] switch
            {
                "--recorded" => result with { Recorded = true },
                "--no-managed-fields" => result with { Size = size with { ManagedFields = false } },
                "--no-streaming-lists" => result with { StreamingLists = false },
                "--http-kubeconfig" => result with { HttpKubeconfig = true },
                "--pods" => result with { Size = size with { Pods = Number(args, i++) } },
                "--nodes" => result with { Size = size with { Nodes = Number(args, i++) } },
                "--namespaces" => result with { Size = size with { Namespaces = Number(args, i++) } },
                "--deployments" => result with { Size = size with { Deployments = Number(args, i++) } },
                "--events" => result with { Size = size with { Events = Number(args, i++) } },
                "--seed" => result with { Size = size with { Seed = Number(args, i++) } },
                "--churn" => result with { ChurnPerSecond = Number(args, i++) },
                "--kubeconfig" => result with { KubeconfigPath = Value(args, i++) },
                "--requests" => result with { RequestsPath = Value(args, i++) },
                var unknown => throw new ArgumentException($"unknown option '{unknown}'", nameof(args)),
            };
        }

        return result;
    }

    public SimulatedClusterOptions ToOptions() => new()
    {
        Contents = Recorded ? ClusterContents.Recorded : ClusterContents.Generated(Size),
        StreamingLists = StreamingLists,
    };

    private static string Value(IReadOnlyList<string> args, int option) =>
        option + 1 < args.Count ? args[option + 1] : throw new ArgumentException($"{args[option]} needs a value", nameof(args));

    private static int Number(IReadOnlyList<string> args, int option) =>
        int.TryParse(Value(args, option), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"{args[option]} {args[option + 1]}: not a whole number of 0 or more", nameof(args));
}
