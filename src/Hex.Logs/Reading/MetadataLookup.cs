using Hex.Telemetry;

namespace Hex.Logs.Reading;

/// <summary>Who a container is: asked once per file, again when something changed; after a time limit the path's own identity does.</summary>
internal sealed class MetadataLookup(ContainerLogReaderOptions options, IResourceResolver resolver, PathResourceResolver fallback, TimeProvider time)
{
    /// <summary>What is known of a container.</summary>
    /// <returns>False while its lines wait for it.</returns>
    public bool TryGet(ContainerLogs container, int restart, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ContainerMetadata? known)
    {
        var version = resolver.Version;
        if (container.MetadataVersion != version)
        {
            container.MetadataVersion = version;
            container.Metadata.Clear();
        }

        container.IsWaitingForMetadata = false;
        if (container.Metadata.TryGetValue(restart, out known))
        {
            return true;
        }

        known = resolver.Resolve(container.Identity, restart);
        if (known is null)
        {
            var now = time.GetTimestamp();
            if (container.WaitingForMetadataSince == 0)
            {
                container.WaitingForMetadataSince = now;
            }

            if (!options.Once && time.GetElapsedTime(container.WaitingForMetadataSince, now) < options.MetadataTimeout)
            {
                container.IsWaitingForMetadata = true;
                return false;
            }

            known = fallback.Resolve(container.Identity, restart);
        }

        container.Metadata[restart] = known;
        return true;
    }
}
