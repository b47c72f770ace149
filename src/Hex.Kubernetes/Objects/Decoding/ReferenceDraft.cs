namespace Hex.Kubernetes;

/// <summary>meta.k8s.io/v1 PartialObjectMetadata, or any object of which only the metadata is wanted.</summary>
internal struct ReferenceDraft : IObjectDraft<ObjectReference>
{
    private string? _apiVersion;
    private string? _kind;

    public void Root(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("apiVersion"u8))
        {
            _apiVersion = json.Text();
        }
        else if (json.Is("kind"u8))
        {
            _kind = json.Text();
        }
        else
        {
            json.Skip();
        }
    }

    public readonly ObjectReference? Build(in ObjectMetadata metadata) =>
        metadata.IsIdentified ? new ObjectReference(metadata, _apiVersion ?? "", _kind ?? "") : null;
}
