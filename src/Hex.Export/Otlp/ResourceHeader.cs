using Hex.Export.Otlp.Wire;
using Hex.Telemetry;

namespace Hex.Export.Otlp;

/// <summary>
/// Everything in front of the records of one resource, encoded once: the same bytes for logs and metrics. The two lengths in it are patched where it is copied to.
/// </summary>
/// <remarks><c>header = RequestGroups len4 GroupResource len resource GroupScopes len4 ScopeScope len scope</c>, then the records follow.</remarks>
internal sealed class ResourceHeader
{
    private ResourceHeader(byte[] bytes, int scopeLengthAt) => (Bytes, ScopeLengthAt) = (bytes, scopeLengthAt);

    public byte[] Bytes { get; }

    /// <summary>Where the length of everything after itself belongs.</summary>
    public static int GroupLengthAt => 1;

    /// <summary>Where the length of the scope's content belongs.</summary>
    public int ScopeLengthAt { get; }

    /// <summary>Bytes of the header of a resource.</summary>
    /// <param name="attributes">Bytes of its attributes as fields.</param>
    public static int SizeOf(int attributes) =>
        1 + PatchedLength.Bytes + ProtoWriter.FieldSize(attributes) + 1 + PatchedLength.Bytes + ProtoWriter.FieldSize(InstrumentationScope.Size);

    /// <summary>Writes the header of a resource.</summary>
    /// <returns>Where in it the length of the scope's content belongs.</returns>
    public static int Write(ref ProtoWriter writer, ReadOnlySpan<TelemetryAttribute> items, int attributes)
    {
        writer.Byte(OtlpTags.RequestGroups);
        writer.Raw(stackalloc byte[PatchedLength.Bytes]);
        writer.FieldHeader(OtlpTags.GroupResource, attributes);
        AttributeEncoding.Write(ref writer, OtlpTags.ResourceAttributes, items);
        writer.Byte(OtlpTags.GroupScopes);
        var scopeLengthAt = writer.Length;
        writer.Raw(stackalloc byte[PatchedLength.Bytes]);
        writer.FieldHeader(OtlpTags.ScopeScope, InstrumentationScope.Size);
        writer.StringField(OtlpTags.ScopeName, InstrumentationScope.Name);
        writer.StringField(OtlpTags.ScopeVersion, InstrumentationScope.Version);
        return scopeLengthAt;
    }

    public static ResourceHeader Encode(Resource resource)
    {
        var items = resource.Attributes.Items;
        var attributes = AttributeEncoding.Size(items);
        var bytes = new byte[SizeOf(attributes)];
        var writer = new ProtoWriter(bytes);
        return new ResourceHeader(bytes, Write(ref writer, items, attributes));
    }
}
