namespace Hex.Collectors;

/// <summary>Whose name a metric or an attribute has.</summary>
public enum SignalOrigin
{
    /// <summary>OpenTelemetry semantic conventions: the name, unit and kind are theirs (★).</summary>
    Convention,

    /// <summary>Ours, because the conventions have no name for it yet (☆).</summary>
    Own,
}
