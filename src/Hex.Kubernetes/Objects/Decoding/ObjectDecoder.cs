namespace Hex.Kubernetes;

/// <summary>
/// One kind while it is decoded. Each method is given the properties of its section one by one and must consume the value of each.
/// </summary>
internal interface IObjectDraft<out T>
    where T : class
{
    void Spec(ref JsonCursor json, DecodeContext context) => json.Skip();

    void Status(ref JsonCursor json, DecodeContext context) => json.Skip();

    void Root(ref JsonCursor json, DecodeContext context) => json.Skip();

    T? Build(in ObjectMetadata metadata);
}

/// <summary>The walk all kinds share: metadata, spec, status, and what stands beside them, in any order.</summary>
internal static class ObjectDecoder
{
    public static T? Decode<T, TDraft>(ReadOnlySpan<byte> utf8, DecodeContext context)
        where T : class
        where TDraft : struct, IObjectDraft<T>
    {
        var json = new JsonCursor(utf8, context);
        var metadata = default(ObjectMetadata);
        var draft = default(TDraft);
        if (!json.EnterObject())
        {
            return null;
        }

        while (json.NextProperty())
        {
            if (json.Is("metadata"u8))
            {
                metadata = ObjectMetadata.Read(ref json, context);
            }
            else if (json.Is("spec"u8))
            {
                for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
                {
                    draft.Spec(ref json, context);
                }
            }
            else if (json.Is("status"u8))
            {
                for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
                {
                    draft.Status(ref json, context);
                }
            }
            else
            {
                draft.Root(ref json, context);
            }
        }

        return metadata.Name is { Length: > 0 } ? draft.Build(metadata) : null;
    }
}
