using System.Buffers;
using System.Text;
using Hex.Testing.Cluster.Json;

namespace Hex.Testing.Cluster.Serving;

/// <summary>Writes stored objects in one representation of one resource: in lists bare, elsewhere with kind and apiVersion.</summary>
internal sealed class ObjectWriter(ApiResource resource, Representation representation)
{
    private static readonly byte[] PartialType = "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\","u8.ToArray();

    private readonly byte[] _type = Encoding.UTF8.GetBytes($"{{\"kind\":\"{resource.Kind}\",\"apiVersion\":\"{resource.ApiVersion}\",");

    /// <summary>Kind and apiVersion of a list of them.</summary>
    public (string Kind, string ApiVersion) ListType => representation == Representation.PartialMetadata
        ? ("PartialObjectMetadataList", "meta.k8s.io/v1")
        : (resource.Kind + "List", resource.ApiVersion);

    public void WriteItem(IBufferWriter<byte> to, byte[] json)
    {
        if (representation == Representation.PartialMetadata)
            WritePartial(to, json);
        else
            to.Write(Converted(json));
    }

    public void WriteObject(IBufferWriter<byte> to, byte[] json)
    {
        if (representation == Representation.PartialMetadata)
        {
            WritePartial(to, json);
            return;
        }

        to.Write(_type);
        to.Write(Converted(json).AsSpan(1));
    }

    /// <summary>Kind, apiVersion and metadata of a bookmark, then the zero values the server's types have.</summary>
    public void WriteBookmark(IBufferWriter<byte> to, long revision, bool initialEventsEnd)
    {
        string[] annotations =
        [
            .. resource.ZeroAnnotations.Length > 0 ? [resource.ZeroAnnotations] : Array.Empty<string>(),
            .. initialEventsEnd ? ["\"k8s.io/initial-events-end\":\"true\""] : Array.Empty<string>(),
        ];
        to.Write(representation == Representation.PartialMetadata ? PartialType : _type);
        var metadata = annotations.Length == 0 ? "" : $",\"annotations\":{{{string.Join(',', annotations)}}}";
        var zero = representation == Representation.PartialMetadata || resource.ZeroMembers.Length == 0 ? "" : "," + resource.ZeroMembers;
        Encoding.UTF8.GetBytes($"\"metadata\":{{\"resourceVersion\":\"{revision}\"{metadata}}}{zero}}}", to);
    }

    /// <summary>The JSON of a version of the object in this resource's own API version.</summary>
    public byte[] Converted(byte[] json) => resource.Convert is { } convert ? convert(json) : json;

    private static void WritePartial(IBufferWriter<byte> to, byte[] json)
    {
        to.Write(PartialType);
        to.Write("\"metadata\":"u8);
        to.Write(json.AsSpan()[ObjectJson.MetadataRange(json)]);
        to.Write("}"u8);
    }
}
