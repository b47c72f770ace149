using Hex.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Kubernetes.Tests.Watching.Model;

/// <summary>A reflector against the model on a clock that only the test moves; everything happens on the test's thread.</summary>
internal sealed class ReflectorRun : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public ReflectorRun(int seed, Action<ModelApiServer>? arrange = null, ReflectorOptions? options = null)
    {
        // Continuations must run where they are completed, not where some context wants them.
        SynchronizationContext.SetSynchronizationContext(null);
        Server = new ModelApiServer(new Random(seed), Time);
        arrange?.Invoke(Server);
        Reflector = new Reflector<ModelItem>(
            Server, new ResourceQuery(new ResourceType("test", "v1", "items")), ModelItem.Project, Cache,
            options ?? new ReflectorOptions { PageSize = 3 }, Time, new Random(~seed), NullLogger.Instance);
        Task = Reflector.RunAsync(_stop.Token);
    }

    public FakeTimeProvider Time { get; } = new();

    public ModelApiServer Server { get; }

    public ResourceCache<ModelItem> Cache { get; } = new();

    public Reflector<ModelItem> Reflector { get; }

    public Task Task { get; }

    public WatchStatus Status => Reflector.Status;

    public IEnumerable<(string, string, int)> State => Cache.Snapshot.Select(item => (item.Name, item.Uid.ToString(), item.Value)).Order();

    public bool IsEqual => State.SequenceEqual(Server.State.Order());

    /// <summary>Lets virtual time pass until the condition holds; false when it does not within the time.</summary>
    public bool Wait(Func<bool> condition, TimeSpan atMost)
    {
        var end = Time.GetUtcNow() + atMost;
        while (!condition())
        {
            if (Time.GetUtcNow() >= end || Time.NextTimerIn is not { } next)
            {
                return false;
            }

            Time.Advance(next > TimeSpan.Zero ? next : TimeSpan.FromTicks(1));
        }

        return true;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
