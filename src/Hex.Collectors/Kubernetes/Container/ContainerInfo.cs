using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>What changes while a container stays the same: its runs and its image.</summary>
internal static class ContainerInfo
{
    /// <summary>The attributes of <c>k8s.container.info</c>, for each container of a pod.</summary>
    public static AttributeSet[] Of(Hex.Kubernetes.Pod pod)
    {
        var sets = new AttributeSet[pod.Containers.Count];
        var attributes = new List<TelemetryAttribute>(4);
        for (var i = 0; i < sets.Length; i++)
        {
            var container = pod.Containers[i];
            attributes.Clear();
            if (!container.Id.IsEmpty)
            {
                attributes.Add((KubernetesAttributes.ContainerId.Key, container.Id.Value));
            }

            var (name, tag) = Image(container.Spec.Image);
            if (name.Length > 0)
            {
                attributes.Add((KubernetesAttributes.ImageName.Key, name));
            }

            if (tag.Length > 0)
            {
                attributes.Add((KubernetesAttributes.ImageTags.Key, new[] { tag }));
            }

            if (container.StartedAt.IsSet)
            {
                attributes.Add((KubernetesAttributes.ContainerStart.Key, container.StartedAt.ToString()));
            }

            sets[i] = AttributeSet.Create(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(attributes));
        }

        return sets;
    }

    /// <summary>
    /// Takes an image reference apart (distribution reference grammar): <c>[registry[:port]/]path[:tag][@digest]</c>. A colon before the last slash is a port's.
    /// </summary>
    public static (string Name, string Tag) Image(string reference)
    {
        var digest = reference.IndexOf('@');
        var image = digest < 0 ? reference : reference[..digest];
        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "");
    }
}
