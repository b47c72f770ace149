using Hex.Telemetry;

namespace Hex.Collectors.Kubernetes;

/// <summary>What changes while a container stays the same: its runs and its image.</summary>
internal sealed class ContainerInfo
{
    // Images are few; those nobody runs any more are forgotten with all others.
    private const int MaxImages = 10_000;

    private readonly Dictionary<string, (string Name, string[] Tags)> _images = [];

    /// <summary>The attributes of <c>k8s.container.info</c>, for each container of a pod.</summary>
    public AttributeSet[] Of(Hex.Kubernetes.Pod pod)
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

            var (name, tags) = Known(container.Spec.Image);
            if (name.Length > 0)
            {
                attributes.Add((KubernetesAttributes.ImageName.Key, name));
            }

            if (tags.Length > 0)
            {
                attributes.Add((KubernetesAttributes.ImageTags.Key, tags));
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

    private (string Name, string[] Tags) Known(string image)
    {
        if (!_images.TryGetValue(image, out var known))
        {
            if (_images.Count == MaxImages)
            {
                _images.Clear();
            }

            var (name, tag) = Image(image);
            _images.Add(image, known = (name, tag.Length > 0 ? [tag] : []));
        }

        return known;
    }
}
