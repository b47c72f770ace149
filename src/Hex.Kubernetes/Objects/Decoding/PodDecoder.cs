using System.Runtime.InteropServices;

namespace Hex.Kubernetes;

/// <summary>core/v1 Pod.</summary>
internal static class PodDecoder
{
    public static Pod? Decode(ReadOnlySpan<byte> utf8, DecodeContext context)
    {
        var json = new JsonCursor(utf8, context);
        var (metadata, pod) = (default(ObjectMetadata), default(PodDraft));
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
                ReadSpec(ref json, context, ref pod);
            }
            else if (json.Is("status"u8))
            {
                ReadStatus(ref json, context, ref pod);
            }
            else
            {
                json.Skip();
            }
        }

        if (!metadata.IsIdentified)
        {
            return null;
        }

        pod.JoinStatuses();
        return new Pod(
            metadata, pod, Containers(ref json, pod), EffectiveResources.Requests(pod, context), EffectiveResources.Limits(pod, context));
    }

    private static PodContainer[] Containers(ref JsonCursor json, in PodDraft pod)
    {
        var total = (pod.App?.Count ?? 0) + (pod.Init?.Count ?? 0) + (pod.Ephemeral?.Count ?? 0);
        if (total > Pod.MaxContainers)
        {
            json.CountTruncated();
        }

        var containers = new PodContainer[Math.Min(total, Pod.MaxContainers)];
        var count = 0;
        Append(pod.App);
        Append(pod.Init);
        Append(pod.Ephemeral);
        return containers;

        void Append(List<ContainerDraft>? drafts)
        {
            foreach (ref readonly var draft in CollectionsMarshal.AsSpan(drafts))
            {
                if (count < containers.Length)
                {
                    containers[count++] = new PodContainer(draft.Spec, draft.Status);
                }
            }
        }
    }

    private static void ReadSpec(ref JsonCursor json, DecodeContext context, ref PodDraft pod)
    {
        if (!json.EnterObject())
        {
            return;
        }

        while (json.NextProperty())
        {
            if (json.Is("nodeName"u8))
            {
                pod.NodeName = json.Text();
            }
            else if (json.Is("containers"u8))
            {
                pod.App = ReadContainers(ref json, context, ContainerKind.App);
            }
            else if (json.Is("initContainers"u8))
            {
                pod.Init = ReadContainers(ref json, context, ContainerKind.Init);
            }
            else if (json.Is("ephemeralContainers"u8))
            {
                pod.Ephemeral = ReadContainers(ref json, context, ContainerKind.Ephemeral);
            }
            else if (json.Is("overhead"u8))
            {
                pod.Overhead = CommonFields.Amounts(ref json, context);
            }
            else if (json.Is("resources"u8))
            {
                (pod.PodRequests, pod.PodLimits) = CommonFields.Requirements(ref json, context);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static List<ContainerDraft>? ReadContainers(ref JsonCursor json, DecodeContext context, ContainerKind kind)
    {
        if (!json.EnterArray())
        {
            return null;
        }

        List<ContainerDraft>? containers = null;
        while (json.NextElement())
        {
            if (json.EnterObject() && ReadContainer(ref json, context, kind) is { } spec)
            {
                (containers ??= new(2)).Add(new ContainerDraft { Spec = spec });
            }
        }

        return containers;
    }

    private static ContainerSpec? ReadContainer(ref JsonCursor json, DecodeContext context, ContainerKind kind)
    {
        string? name = null, image = null;
        ResourceAmounts? requests = null, limits = null;
        while (json.NextProperty())
        {
            if (json.Is("name"u8))
            {
                name = json.Text();
            }
            else if (json.Is("image"u8))
            {
                image = json.Text();
            }
            else if (json.Is("resources"u8))
            {
                (requests, limits) = CommonFields.Requirements(ref json, context);
            }
            else if (json.Is("restartPolicy"u8))
            {
                var policy = json.Word();
                kind = kind == ContainerKind.Init && policy.SequenceEqual("Always"u8) ? ContainerKind.Sidecar : kind;
            }
            else
            {
                json.Skip();
            }
        }

        return name is { Length: > 0 }
            ? context.Containers.Intern(new ContainerSpec(name, kind, image ?? "", requests ?? ResourceAmounts.None, limits ?? ResourceAmounts.None))
            : null;
    }

    private static void ReadStatus(ref JsonCursor json, DecodeContext context, ref PodDraft pod)
    {
        if (!json.EnterObject())
        {
            return;
        }

        while (json.NextProperty())
        {
            if (json.Is("phase"u8))
            {
                pod.Phase = Phase(ref json);
            }
            else if (json.Is("reason"u8))
            {
                pod.Reason = CommonFields.NullIfEmpty(json.Text());
            }
            else if (json.Is("qosClass"u8))
            {
                pod.QosClass = Qos(ref json);
            }
            else if (json.Is("startTime"u8))
            {
                pod.Started = json.Time();
            }
            else if (json.Is("conditions"u8))
            {
                pod.Conditions = CommonFields.Conditions(ref json);
                pod.IsResizeInfeasible |= pod.Conditions.TryGet("PodResizePending", out var resize) && resize.Reason == "Infeasible";
            }
            else if (json.Is("resize"u8))
            {
                // Before v1.33 this field said what the condition says now.
                pod.IsResizeInfeasible |= json.Word().SequenceEqual("Infeasible"u8);
            }
            else if (json.Is("containerStatuses"u8) || json.Is("initContainerStatuses"u8) || json.Is("ephemeralContainerStatuses"u8))
            {
                ContainerStatus.ReadAll(ref json, context, ref pod.Statuses);
            }
            else if (json.Is("resources"u8))
            {
                (pod.StatusRequests, pod.StatusLimits) = CommonFields.Requirements(ref json, context);
            }
            else if (json.Is("allocatedResources"u8))
            {
                pod.StatusAllocated = CommonFields.Amounts(ref json, context);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static PodPhase Phase(ref JsonCursor json)
    {
        var word = json.Word();
        if (word.SequenceEqual("Running"u8))
        {
            return PodPhase.Running;
        }

        if (word.SequenceEqual("Pending"u8))
        {
            return PodPhase.Pending;
        }

        if (word.SequenceEqual("Succeeded"u8))
        {
            return PodPhase.Succeeded;
        }

        if (word.SequenceEqual("Failed"u8))
        {
            return PodPhase.Failed;
        }

        if (!word.SequenceEqual("Unknown"u8))
        {
            json.CountInvalid();
        }

        return PodPhase.Unknown;
    }

    private static QosClass Qos(ref JsonCursor json)
    {
        var word = json.Word();
        return word.SequenceEqual("Burstable"u8) ? QosClass.Burstable
            : word.SequenceEqual("BestEffort"u8) ? QosClass.BestEffort
            : word.SequenceEqual("Guaranteed"u8) ? QosClass.Guaranteed : QosClass.None;
    }
}
