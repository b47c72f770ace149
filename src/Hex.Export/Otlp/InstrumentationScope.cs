namespace Hex.Export.Otlp;

/// <summary>Who made the telemetry (OTLP InstrumentationScope).</summary>
internal static class InstrumentationScope
{
    public const string Name = "hex";

    public static string Version { get; } = typeof(InstrumentationScope).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Bytes of its fields.</summary>
    public static int Size { get; } = Wire.ProtoWriter.FieldSize(Name) + Wire.ProtoWriter.FieldSize(Version);
}
