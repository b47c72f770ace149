namespace Hex.Agent.Configuration;

/// <summary>Where the agent runs; sets defaults, nothing else.</summary>
internal enum Profile
{
    Kubernetes,
    Eks,
    Gke,
    Aks,
    BareMetal,
    Host,
    None,
}
