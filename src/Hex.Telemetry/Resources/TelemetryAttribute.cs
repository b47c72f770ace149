namespace Hex.Telemetry;

/// <summary>A named value on a resource, a metric point or a log record. A tuple converts: <c>("k8s.pod.name", "web-0")</c>.</summary>
/// <param name="Key">The attribute's name, an OpenTelemetry semantic convention where one exists.</param>
/// <param name="Value">Its value.</param>
public readonly record struct TelemetryAttribute(string Key, AttributeValue Value)
{
    /// <summary>Makes an attribute of a name and a value.</summary>
    public static implicit operator TelemetryAttribute((string Key, AttributeValue Value) pair) => new(pair.Key, pair.Value);

    /// <summary>Makes an attribute of a name and a string.</summary>
    public static implicit operator TelemetryAttribute((string Key, string? Value) pair) => new(pair.Key, pair.Value);

    /// <summary><c>key=value</c>.</summary>
    public override string ToString() => $"{Key}={Value}";
}
