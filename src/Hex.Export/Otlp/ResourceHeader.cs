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

    public static ResourceHeader Encode(Resource resource)
    {
        var attributes = AttributeEncoding.Size(resource.Attributes);
        var scope = ProtoWriter.FieldSize(InstrumentationScope.Name) + ProtoWriter.FieldSize(InstrumentationScope.Version);
        var bytes = new byte[1 + PatchedLength.Bytes + ProtoWriter.FieldSize(attributes) + 1 + PatchedLength.Bytes + ProtoWriter.FieldSize(scope)];
        var writer = new ProtoWriter(bytes);
        writer.Byte(OtlpTags.RequestGroups);
        writer.Raw(stackalloc byte[PatchedLength.Bytes]);
        writer.FieldHeader(OtlpTags.GroupResource, attributes);
        AttributeEncoding.Write(ref writer, OtlpTags.ResourceAttributes, resource.Attributes);
        writer.Byte(OtlpTags.GroupScopes);
        var scopeLengthAt = writer.Length;
        writer.Raw(stackalloc byte[PatchedLength.Bytes]);
        writer.FieldHeader(OtlpTags.ScopeScope, scope);
        writer.StringField(OtlpTags.ScopeName, InstrumentationScope.Name);
        writer.StringField(OtlpTags.ScopeVersion, InstrumentationScope.Version);
        return new ResourceHeader(bytes, scopeLengthAt);
    }
}
