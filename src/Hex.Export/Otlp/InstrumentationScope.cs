using Hex.Export.Otlp.Wire;

namespace Hex.Export.Otlp;

/// <summary>Who made the telemetry (OTLP InstrumentationScope).</summary>
internal static class InstrumentationScope
{
    public const string Name = "hex";

    public static string Version { get; } = typeof(InstrumentationScope).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The scope as a field of its group.</summary>
    public static byte[] Field { get; } = Encode();

    private static byte[] Encode()
    {
        var size = ProtoWriter.FieldSize(Name) + ProtoWriter.FieldSize(Version);
        var bytes = new byte[ProtoWriter.FieldSize(size)];
        var writer = new ProtoWriter(bytes);
        writer.FieldHeader(OtlpTags.ScopeScope, size);
        writer.StringField(OtlpTags.ScopeName, Name);
        writer.StringField(OtlpTags.ScopeVersion, Version);
        return bytes;
    }
}
