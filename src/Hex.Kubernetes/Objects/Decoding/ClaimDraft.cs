namespace Hex.Kubernetes;

/// <summary>core/v1 PersistentVolumeClaim.</summary>
internal struct ClaimDraft : IObjectDraft<PersistentVolumeClaim>
{
    private const int MaxAccessModes = 8;

    public ClaimPhase Phase;
    public string? VolumeName;
    public string? StorageClassName;
    public Quantity? Request;
    public Quantity? Capacity;
    public List<string>? AccessModes;

    public void Spec(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("volumeName"u8))
        {
            VolumeName = CommonFields.NullIfEmpty(json.UniqueText());
        }
        else if (json.Is("storageClassName"u8))
        {
            StorageClassName = json.Text();
        }
        else if (json.Is("accessModes"u8))
        {
            ReadAccessModes(ref json);
        }
        else if (json.Is("resources"u8))
        {
            for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
            {
                if (json.Is("requests"u8))
                {
                    Request = Storage(ref json);
                }
                else
                {
                    json.Skip();
                }
            }
        }
        else
        {
            json.Skip();
        }
    }

    public void Status(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("phase"u8))
        {
            var word = json.Word();
            Phase = word.SequenceEqual("Bound"u8) ? ClaimPhase.Bound : word.SequenceEqual("Lost"u8) ? ClaimPhase.Lost : ClaimPhase.Pending;
            if (Phase == ClaimPhase.Pending && !word.SequenceEqual("Pending"u8))
            {
                json.CountInvalid();
            }
        }
        else if (json.Is("capacity"u8))
        {
            Capacity = Storage(ref json);
        }
        else
        {
            json.Skip();
        }
    }

    public readonly PersistentVolumeClaim? Build(in ObjectMetadata metadata) =>
        metadata.IsIdentified ? new PersistentVolumeClaim(metadata, this) : null;

    private void ReadAccessModes(ref JsonCursor json)
    {
        for (var isArray = json.EnterArray(); isArray && json.NextElement();)
        {
            if (json.Text() is { Length: > 0 } mode && (AccessModes?.Count ?? 0) < MaxAccessModes)
            {
                (AccessModes ??= new(1)).Add(mode);
            }
        }
    }

    private static Quantity? Storage(ref JsonCursor json)
    {
        Quantity? storage = null;
        for (var isObject = json.EnterObject(); isObject && json.NextProperty();)
        {
            if (json.Is("storage"u8))
            {
                storage = json.Quantity();
            }
            else
            {
                json.Skip();
            }
        }

        return storage;
    }
}
