using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>
/// What the host collectors have in common. Each reads its files through a buffer of its own, remembers what its counters last were, and writes about the
/// resource of <see cref="HostIdentity"/>. A file that must be there and cannot be read fails the collection, naming file and cause; what an older kernel does not
/// have is left out. Not thread-safe: one collection at a time, as <see cref="ICollector"/> promises.
/// </summary>
public abstract class HostCollector : ICollector
{
    private readonly HostIdentity _identity;
    private readonly HostFile _stat;
    private bool _bootKnown;

    private protected HostCollector(string name, HostPaths? paths, HostIdentity? identity)
    {
        Name = name;
        Paths = paths ?? new HostPaths();
        _identity = identity ?? new HostIdentity(Paths);
        _stat = new HostFile(Paths.Proc("stat"));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public CollectionScope Scope => CollectionScope.Node;

    /// <summary>Where the host's files are.</summary>
    public HostPaths Paths { get; }

    private protected LineReader Files { get; } = new();

    private protected CounterClock Clock { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="IOException">A file that must be there cannot be read.</exception>
    public virtual ValueTask CollectAsync(MetricWriter writer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        cancellationToken.ThrowIfCancellationRequested();
        var host = Begin(writer);
        Collect(writer, host);
        Clock.End();
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads and writes everything.</summary>
    private protected abstract void Collect(MetricWriter writer, Resource host);

    /// <summary>Sets the clock for a collection.</summary>
    private protected Resource Begin(MetricWriter writer)
    {
        if (!_bootKnown)
        {
            Clock.Boot = BootTime.Read(Files, _stat);
            _bootKnown = true;
        }

        Clock.Begin(writer.TimeUnixNano);
        return _identity.In(writer.Resources);
    }

    private protected TelemetryAttribute[] IdentityWith(params ReadOnlySpan<TelemetryAttribute> attributes) => [.. _identity.Attributes, .. attributes];
}
