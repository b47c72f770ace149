namespace Hex.Telemetry;

/// <summary>Small durable state by name: positions, watermarks. Thread-safe.</summary>
public interface IStateStore
{
    /// <summary>Reads what was written last under a name.</summary>
    /// <param name="name">Lower-case letters, digits and dashes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when nothing was ever written, or nothing readable is left (which the store has logged).</returns>
    ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Replaces what a name holds, all or nothing: after a crash the old or the new state is read, never a mixture.</summary>
    /// <exception cref="IOException">The state could not be written; the old one stands.</exception>
    ValueTask WriteAsync(string name, ReadOnlyMemory<byte> state, CancellationToken cancellationToken);
}
