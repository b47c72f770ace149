namespace Hex.Kubernetes;

/// <summary>The phase of a namespace.</summary>
public enum NamespacePhase : byte
{
    /// <summary>In use; also when the API does not say.</summary>
    Active,

    /// <summary>Being deleted.</summary>
    Terminating,
}

/// <summary>A namespace (core/v1).</summary>
public sealed class Namespace : KubernetesObject
{
    internal Namespace(in ObjectMetadata metadata, NamespacePhase phase)
        : base(metadata) => Phase = phase;

    /// <summary>status.phase.</summary>
    public NamespacePhase Phase { get; }
}

/// <summary>core/v1 Namespace.</summary>
internal struct NamespaceDraft : IObjectDraft<Namespace>
{
    private NamespacePhase _phase;

    public void Status(ref JsonCursor json, DecodeContext context)
    {
        if (!json.Is("phase"u8))
        {
            json.Skip();
            return;
        }

        var word = json.Word();
        _phase = word.SequenceEqual("Terminating"u8) ? NamespacePhase.Terminating : NamespacePhase.Active;
        if (_phase == NamespacePhase.Active && !word.SequenceEqual("Active"u8))
        {
            json.CountInvalid();
        }
    }

    public readonly Namespace? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new Namespace(metadata, _phase) : null;
}
