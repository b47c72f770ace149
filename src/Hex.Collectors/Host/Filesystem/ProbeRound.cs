namespace Hex.Collectors.Host;

/// <summary>The answers one collection waits for.</summary>
internal sealed class ProbeRound
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the collection itself, until it has asked everyone.
    private int _expected = 1;

    public void Expect() => Interlocked.Increment(ref _expected);

    public void Answered()
    {
        if (Interlocked.Decrement(ref _expected) == 0)
        {
            _done.SetResult();
        }
    }

    /// <summary>Waits for all answers, at most for a time.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        Answered();
        try
        {
            await _done.Task.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Who has not answered is quarantined when the answers are looked at.
        }
    }
}
