namespace Hex.Kubernetes;

/// <summary>core/v1 Node.</summary>
internal struct NodeDraft : IObjectDraft<Node>
{
    public bool IsUnschedulable;
    public NodeResources? Capacity;
    public NodeResources? Allocatable;
    public ConditionList? Conditions;

    public void Spec(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("unschedulable"u8))
        {
            IsUnschedulable = json.Boolean();
        }
        else
        {
            json.Skip();
        }
    }

    public void Status(ref JsonCursor json, DecodeContext context)
    {
        if (json.Is("capacity"u8))
        {
            Capacity = Resources(ref json);
        }
        else if (json.Is("allocatable"u8))
        {
            Allocatable = Resources(ref json);
        }
        else if (json.Is("conditions"u8))
        {
            Conditions = CommonFields.Conditions(ref json);
        }
        else
        {
            json.Skip();
        }
    }

    public readonly Node? Build(in ObjectMetadata metadata) => metadata.IsIdentified ? new Node(metadata, this) : null;

    private static NodeResources? Resources(ref JsonCursor json)
    {
        if (!json.EnterObject())
        {
            return null;
        }

        Quantity? cpu = null, memory = null, storage = null, pods = null;
        while (json.NextProperty())
        {
            if (json.Is("cpu"u8))
            {
                cpu = json.Quantity();
            }
            else if (json.Is("memory"u8))
            {
                memory = json.Quantity();
            }
            else if (json.Is("ephemeral-storage"u8))
            {
                storage = json.Quantity();
            }
            else if (json.Is("pods"u8))
            {
                pods = json.Quantity();
            }
            else
            {
                json.Skip();
            }
        }

        return new NodeResources(cpu, memory, storage, pods);
    }
}
