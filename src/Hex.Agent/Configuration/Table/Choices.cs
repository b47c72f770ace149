namespace Hex.Agent.Configuration.Table;

/// <summary>What the agent does where it runs.</summary>
internal enum Role
{
    Node,
    Cluster,
}

/// <summary>Where the signals go.</summary>
internal enum ExporterKind
{
    Otlp,
    Console,
    File,
    Discard,
}

/// <summary>How requests are compressed.</summary>
internal enum CompressionChoice
{
    Auto,
    Gzip,
    None,
}

/// <summary>How the agent's own log lines look.</summary>
internal enum LogFormat
{
    Json,
    Text,
}

/// <summary>True, false, or decided by the agent.</summary>
internal enum Auto
{
    Auto,
    True,
    False,
}

/// <summary>Who may see the status page.</summary>
internal enum PageAudience
{
    Loopback,
    All,
}
