using System.Security.Cryptography;
using System.Text;
using Hex.Collectors.Kubernetes;
using Hex.Dedup;
using Hex.Kubernetes;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Kubernetes.Events;

/// <summary>A pipeline and its backend around a source: takes batches, keeps records, acknowledges or not as the test says, and can be killed.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<SentRecord> _sent = [];
    private readonly HashSet<(string, long)> _delivered = [];
    private readonly Task _running;

    /// <summary>Starts to read.</summary>
    /// <param name="client">The server.</param>
    /// <param name="state">The store; survives readers.</param>
    /// <param name="answer">What becomes of each batch: acknowledged (the default), given up, or kept without an answer (null).</param>
    /// <param name="options">Of the source.</param>
    /// <param name="cluster">Of the source.</param>
    /// <param name="time">Of the source.</param>
    public EventReader(
        KubernetesClient client, IStateStore? state = null, Func<LogBatch, bool?>? answer = null, EventSourceOptions? options = null, ClusterSource? cluster = null,
        TimeProvider? time = null)
    {
        Source = new EventSource(client, new ResourcePool(), cluster, state, options ?? new EventSourceOptions { SaveInterval = TimeSpan.FromMilliseconds(10) }, time: time);
        _running = Task.Run(() => ReadAsync(answer ?? (_ => true)));
    }

    public EventSource Source { get; }

    /// <summary>What went out, repeats included, whether it was acknowledged or not.</summary>
    public IReadOnlyList<SentRecord> Sent
    {
        get
        {
            lock (_lock)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>What was acknowledged: UID and count.</summary>
    public HashSet<(string Uid, long Count)> Delivered
    {
        get
        {
            lock (_lock)
            {
                return [.. _delivered];
            }
        }
    }

    /// <summary>Completes when the source has ended by itself.</summary>
    public Task Completion => _running;

    /// <summary>The keys and counts a stored state says were delivered.</summary>
    public static async Task<Dictionary<Id128, int>> TailAsync(IStateStore state) =>
        await state.ReadAsync("events", CancellationToken.None) is { } bytes && EventWatermark.TryRead(bytes, out var watermark)
            ? watermark!.Tail.ToDictionary(entry => entry.Key, entry => entry.Occurrences) : [];

    /// <summary>The key of an event in a tail: the first half of SHA-256.</summary>
    public static Id128 KeyOf(string uid)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(uid));
        return new Id128(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash), System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash.AsSpan(8)));
    }

    public static async Task EventuallyAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    public Task DeliveredAsync(IEnumerable<(string Uid, long Count)> expected)
    {
        var wanted = expected.ToHashSet();
        return EventuallyAsync(() => wanted.IsSubsetOf(Delivered));
    }

    /// <summary>Ends without a word: nothing is kept any more.</summary>
    public async Task KillAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await Source.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync(Func<LogBatch, bool?> answer)
    {
        await foreach (var batch in Source.ReadAllAsync(_stop.Token))
        {
            var records = SentRecord.Of(batch).ToList();
            lock (_lock)
            {
                _sent.AddRange(records);
            }

            var verdict = answer(batch);
            batch.ReleaseBuffers();
            if (verdict == true)
            {
                lock (_lock)
                {
                    _delivered.UnionWith(records.Select(record => (record.Uid, record.Count)));
                }

                batch.Acknowledge();
            }

            if (verdict is not null)
            {
                batch.Dispose();
            }
        }
    }
}
