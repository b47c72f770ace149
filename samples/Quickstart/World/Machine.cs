using Hex.Testing.Node;

namespace Quickstart.World;

/// <summary>A node of the cluster: its name, and the log files of its containers.</summary>
internal sealed class Machine(string name, string logRoot) : IDisposable
{
    public const int Cores = 4;
    public const int MemoryMiB = 8192;

    public string Name { get; } = name;

    public string Uid { get; } = Guid.NewGuid().ToString();

    public DateTimeOffset? AwaySince { get; set; }

    public bool IsAway => AwaySince is not null;

    /// <summary>Small files, so that they rotate before people's eyes and a day of running does not fill the disk.</summary>
    public SimulatedNode Logs { get; } = new(new SimulatedNodeOptions { Root = logRoot, MaxFileBytes = 256 * 1024, MaxFiles = 2 });

    public void Dispose() => Logs.Dispose();
}
