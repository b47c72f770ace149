namespace Hex.Kubernetes;

/// <summary><c>metadata</c> while an object is decoded.</summary>
internal struct ObjectMetadata
{
    // The API allows 253 bytes; whatever claims more is cut there.
    private const int MaxNameLength = 253;

    public string? Name;
    public string? Namespace;
    public Uid Uid;
    public string? ResourceVersion;
    public Timestamp Created;
    public Timestamp Deleted;
    public long Generation;
    public OwnerReference? Controller;
    public MetadataValues? Labels;
    public MetadataValues? Annotations;
    public bool IsInitialEventsEnd;

    /// <summary>Whether the object can be cached: it is known by name and UID.</summary>
    public readonly bool IsIdentified => Name is { Length: > 0 } && !Uid.IsEmpty;

    public static ObjectMetadata Read(ref JsonCursor json, DecodeContext context)
    {
        var metadata = default(ObjectMetadata);
        if (!json.EnterObject())
        {
            return metadata;
        }

        while (json.NextProperty())
        {
            if (json.Is("managedFields"u8) || json.Is("generateName"u8))
            {
                json.Skip();
            }
            else if (json.Is("name"u8))
            {
                metadata.Name = json.UniqueText(MaxNameLength);
            }
            else if (json.Is("namespace"u8))
            {
                metadata.Namespace = json.Text(MaxNameLength);
            }
            else if (json.Is("uid"u8))
            {
                metadata.Uid = json.Uid();
            }
            else if (json.Is("resourceVersion"u8))
            {
                metadata.ResourceVersion = json.UniqueText();
            }
            else if (json.Is("creationTimestamp"u8))
            {
                metadata.Created = json.Time();
            }
            else if (json.Is("deletionTimestamp"u8))
            {
                metadata.Deleted = json.Time();
            }
            else if (json.Is("generation"u8))
            {
                metadata.Generation = json.Int64() ?? 0;
            }
            else if (json.Is("ownerReferences"u8))
            {
                metadata.Controller = ReadController(ref json, context);
            }
            else if (json.Is("labels"u8))
            {
                metadata.Labels = ReadValues(ref json, context, context.Selection.Labels, []);
            }
            else if (json.Is("annotations"u8))
            {
                metadata.Annotations = ReadValues(ref json, context, context.Selection.Annotations, context.Selection.AnnotationPrefix);
            }
            else
            {
                json.Skip();
            }
        }

        return metadata;
    }

    private static OwnerReference? ReadController(ref JsonCursor json, DecodeContext context)
    {
        OwnerReference? controller = null;
        if (!json.EnterArray())
        {
            return null;
        }

        while (json.NextElement())
        {
            string? apiVersion = null, kind = null, name = null;
            var (uid, isController) = (default(Uid), false);
            if (!json.EnterObject())
            {
                continue;
            }

            while (json.NextProperty())
            {
                if (json.Is("apiVersion"u8))
                {
                    apiVersion = json.Text();
                }
                else if (json.Is("kind"u8))
                {
                    kind = json.Text();
                }
                else if (json.Is("name"u8))
                {
                    name = json.Text(MaxNameLength);
                }
                else if (json.Is("uid"u8))
                {
                    uid = json.Uid();
                }
                else if (json.Is("controller"u8))
                {
                    isController = json.Boolean();
                }
                else
                {
                    json.Skip();
                }
            }

            if (isController && !uid.IsEmpty && controller is null)
            {
                controller = context.Owners.Intern(new OwnerReference(apiVersion ?? "", kind ?? "", name ?? "", uid));
            }
        }

        return controller;
    }

    private static MetadataValues? ReadValues(ref JsonCursor json, DecodeContext context, ReadOnlySpan<byte[]> wanted, ReadOnlySpan<byte> prefix)
    {
        if (!json.EnterObject())
        {
            return null;
        }

        List<KeyValuePair<string, string>>? found = null;
        while (json.NextProperty())
        {
            if (IsWanted(json.Name, wanted) || (prefix.Length > 0 && json.Name.StartsWith(prefix)))
            {
                var key = context.Strings.Intern(json.Name);
                if (json.Text(context.Selection.MaxValueLength) is { } value)
                {
                    (found ??= []).Add(new(key, value));
                }
            }
            else
            {
                json.Skip();
            }
        }

        return found is null ? null : context.Metadata.Intern(new MetadataValues([.. found]));
    }

    private static bool IsWanted(ReadOnlySpan<byte> name, ReadOnlySpan<byte[]> wanted)
    {
        foreach (var key in wanted)
        {
            if (name.SequenceEqual(key))
            {
                return true;
            }
        }

        return false;
    }
}
