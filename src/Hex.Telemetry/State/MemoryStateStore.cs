using System.Collections.Concurrent;

namespace Hex.Telemetry;

/// <summary>State that ends with the process: for tests, and for programs that begin anew every time.</summary>
public sealed class MemoryStateStore : IStateStore
{
    private readonly ConcurrentDictionary<string, byte[]> _states = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        StateName.Check(name);
        return ValueTask.FromResult(_states.TryGetValue(name, out var state) ? (byte[]?)state.Clone() : null);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(string name, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        StateName.Check(name);
        _states[name] = state.ToArray();
        return ValueTask.CompletedTask;
    }
}
