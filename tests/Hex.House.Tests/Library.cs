using System.Reflection;
using Hex.Shared;

namespace Hex.House.Tests;

/// <summary>One library of src/, as the tests of the house look at it.</summary>
/// <param name="Name">Its assembly's and folder's name.</param>
/// <param name="FirstEventId">The first of the 50 or 100 log event ids that are its own; 0 for none.</param>
/// <param name="LastEventId">The last of them.</param>
internal sealed record Library(string Name, int FirstEventId, int LastEventId)
{
    public static IReadOnlyList<Library> All { get; } =
    [
        new("Hex.Telemetry", 1000, 1099),
        new("Hex.Logs", 1100, 1199),
        new("Hex.Export", 1200, 1299),
        new("Hex.Kubernetes", 1300, 1399),
        new("Hex.Attribution", 1400, 1449),
        new("Hex.Dedup", 1450, 1499),
        new("Hex.Collectors", 1500, 1599),
        new("Hex.Testing", 0, 0),
    ];

    /// <summary>The agent is no library (nobody references it), but keeps the same rules.</summary>
    public static Library Agent { get; } = new("Hex.Agent", 1600, 1699);

    public static TheoryData<string> Names => [.. All.Select(library => library.Name)];

    public string Folder => Path.Combine(Repository.Root, "src", Name);

    public Assembly Load() => Assembly.Load(Name == "Hex.Agent" ? "hex-agent" : Name);

    public static Library Of(string name) => All.Single(library => library.Name == name);
}
