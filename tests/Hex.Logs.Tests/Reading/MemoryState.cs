using System.Collections.Concurrent;
using Hex.Telemetry;

namespace Hex.Logs.Tests.Reading;

internal sealed class MemoryState : IStateStore
{
    private readonly ConcurrentDictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    public Exception? Failure { get; set; }

    public int Writes { get; private set; }

    public void Set(string name, byte[] value) => _values[name] = value;

    public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(_values.GetValueOrDefault(name));

    public ValueTask WriteAsync(string name, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Writes++;
        _values[name] = state.ToArray();
        return ValueTask.CompletedTask;
    }
}
