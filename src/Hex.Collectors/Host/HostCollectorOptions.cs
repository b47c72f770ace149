using System.ComponentModel.DataAnnotations;
using Hex.Telemetry;
using Microsoft.Extensions.Options;

namespace Hex.Collectors.Host;

/// <summary>Options of the host collectors. When they run is set by <see cref="CollectionOptions"/>, by name.</summary>
public sealed class HostCollectorOptions
{
    /// <summary>
    /// Where the host's root file system is: <c>/</c> on the host itself; in a container, where it is mounted (read-only, with the propagation HostToContainer).
    /// Must be absolute. Default <c>/</c>.
    /// </summary>
    [Required]
    [RegularExpression("/.*", ErrorMessage = "{0} must be an absolute path such as / or /host.")]
    public string Root { get; set; } = HostPaths.DefaultRoot;

    /// <summary>Attributes of the host's resource beside <c>host.name</c>, <c>host.id</c> and <c>os.type</c>, e.g. <c>k8s.node.name</c>. Default none.</summary>
    public IList<TelemetryAttribute> Attributes { get; } = [];

    /// <summary>CPU.</summary>
    public CpuCollectorOptions Cpu { get; set; } = new();

    /// <summary>Disks.</summary>
    public DiskCollectorOptions Disk { get; set; } = new();

    /// <summary>File systems.</summary>
    [ValidateObjectMembers(typeof(FilesystemCollectorOptionsValidator))]
    public FilesystemCollectorOptions Filesystem { get; set; } = new();

    /// <summary>Network.</summary>
    [ValidateObjectMembers(typeof(NetworkCollectorOptionsValidator))]
    public NetworkCollectorOptions Network { get; set; } = new();

    /// <summary>Processes.</summary>
    [ValidateObjectMembers(typeof(ProcessesCollectorOptionsValidator))]
    public ProcessesCollectorOptions Processes { get; set; } = new();
}

[OptionsValidator]
internal sealed partial class HostCollectorOptionsValidator : IValidateOptions<HostCollectorOptions>;

[OptionsValidator]
internal sealed partial class FilesystemCollectorOptionsValidator : IValidateOptions<FilesystemCollectorOptions>;

[OptionsValidator]
internal sealed partial class NetworkCollectorOptionsValidator : IValidateOptions<NetworkCollectorOptions>;

[OptionsValidator]
internal sealed partial class ProcessesCollectorOptionsValidator : IValidateOptions<ProcessesCollectorOptions>;
