using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Attribution.Nodes;

/// <summary>The resource of a container's log lines: its container's, and what belongs to this one run of it.</summary>
internal static class ContainerResource
{
    public static Resource Of(ResourcePool pool, ClusterAttribution attribution, Pod pod, string name, int restart)
    {
        var index = IndexOf(pod, name);
        var known = index < 0 ? attribution.Of(pod) : attribution.Of(pod, index);
        List<TelemetryAttribute> attributes =
        [
            .. known.Attributes.Items,
            new("k8s.container.name", name),
            new("k8s.container.restart_count", (long)restart),
        ];
        if (index >= 0)
        {
            Add(attributes, pod.Containers[index], restart);
        }

        return pool.Get(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(attributes));
    }

    private static void Add(List<TelemetryAttribute> attributes, PodContainer container, int restart)
    {
        // The id is of the newest run; an earlier run had another.
        if (container.RestartCount == restart && !container.Id.IsEmpty)
        {
            attributes.Add(new("container.id", container.Id.Value));
        }

        var (image, tag) = Image(container.Spec.Image);
        if (image.Length > 0)
        {
            attributes.Add(new("container.image.name", image));
        }

        if (tag is not null)
        {
            attributes.Add(new("container.image.tags", new[] { tag }));
        }
    }

    // [registry[:port]/]path[:tag][@digest]: a colon before the last slash is a port.
    internal static (string Name, string? Tag) Image(string reference)
    {
        var digest = reference.IndexOf('@', StringComparison.Ordinal);
        var named = digest < 0 ? reference : reference[..digest];
        var colon = named.LastIndexOf(':');
        return colon > named.LastIndexOf('/') ? (named[..colon], named[(colon + 1)..]) : (named, null);
    }

    private static int IndexOf(Pod pod, string name)
    {
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            if (pod.Containers[i].Spec.Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
