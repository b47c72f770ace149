using System.Runtime.CompilerServices;
using Hex.Telemetry;

namespace Hex.Agent.Composition;

/// <summary>A source whose failure ends the run, where the pipeline would start it again: <c>--once</c> means once.</summary>
internal sealed class LogSourceOnce(ILogSource source) : ILogSource
{
    public string Name => source.Name;

    public CollectionScope Scope => source.Scope;

    /// <summary>Why reading ended before its time; null when it did not.</summary>
    public string? Failure { get; private set; }

    public async IAsyncEnumerable<LogBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var batches = source.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(batches, cancellationToken))
        {
            yield return batches.Current;
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<LogBatch> batches, CancellationToken cancellationToken)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Failure = e.Message;
            return false;
        }
    }
}
