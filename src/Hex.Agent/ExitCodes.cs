namespace Hex.Agent;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>A check failed, or the agent could not go on.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or configuration; every problem was listed.</summary>
    public const int Usage = 2;

    /// <summary><c>run --once</c> could not deliver everything.</summary>
    public const int NotDelivered = 3;
}
