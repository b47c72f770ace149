namespace Hex.Telemetry;

/// <summary>Where log records come from. It keeps its own position, and moves it only when a batch is acknowledged.</summary>
public interface ILogSource
{
    /// <summary>Its name in configuration, logs and self-metrics: lower case, e.g. <c>logs</c>.</summary>
    string Name { get; }

    /// <summary>Where it runs.</summary>
    CollectionScope Scope { get; }

    /// <summary>
    /// Reads until cancelled, or until there is nothing more for a source with an end. The consumer owns every batch and ends it by
    /// <see cref="LogBatch.Dispose"/>. The work of reading happens on the consumer's thread, so that bytes are still in its cache when they are encoded.
    /// </summary>
    IAsyncEnumerable<LogBatch> ReadAllAsync(CancellationToken cancellationToken);
}
