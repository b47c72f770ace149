namespace Hex.Testing.Cluster;

/// <summary>How a <see cref="SimulatedCluster"/> begins and behaves.</summary>
public sealed class SimulatedClusterOptions
{
    /// <summary>What the cluster holds at its start. Default: <see cref="ClusterContents.Recorded"/>.</summary>
    public ClusterContents Contents { get; set; } = ClusterContents.Recorded;

    /// <summary>Resource types besides the built-in ones, such as those of a CustomResourceDefinition.</summary>
    public IList<ApiResource> CustomResources { get; } = [];

    /// <summary>Bearer token of the user with all rights. Default: a random one.</summary>
    public string? Token { get; set; }

    /// <summary>Whether credentials and access rules are checked. Default: true.</summary>
    public bool AccessRequired { get; set; } = true;

    /// <summary>Whether watches send progress bookmarks when asked; false is what an API behind some proxies looks like. Default: true.</summary>
    public bool Bookmarks { get; set; } = true;

    /// <summary>Time between two bookmarks of a watch. Default: one minute, as the recorded server.</summary>
    public TimeSpan BookmarkInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether a watch may ask for the initial objects with <c>sendInitialEvents</c>; false answers 422 as servers do that do
    /// not know it. Default: true.
    /// </summary>
    public bool StreamingLists { get; set; } = true;

    /// <summary>Changes kept per resource type for watches and old lists; older ones are gone (410). Default: 10,000.</summary>
    public int HistoryLimit { get; set; } = 10_000;

    /// <summary>Clock of time stamps, watch deadlines and bookmarks. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
