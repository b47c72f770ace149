namespace Hex.Kubernetes;

/// <summary>What a watch is doing.</summary>
public enum WatchState
{
    /// <summary>Not started.</summary>
    Idle,

    /// <summary>Reading all objects.</summary>
    Listing,

    /// <summary>Following changes.</summary>
    Watching,

    /// <summary>Waiting after a failure before it tries again.</summary>
    BackingOff,

    /// <summary>The server refuses the kind (403); asked again about once a minute.</summary>
    Denied,

    /// <summary>The server does not have the kind (404); asked again about once a minute.</summary>
    Absent,
}
