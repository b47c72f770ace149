using Hex.Testing;

namespace Hex.Telemetry.Tests;

/// <summary>One attempt a request saw.</summary>
public readonly record struct Attempt(int First, int Count, TimeSpan At);

/// <summary>A request of records of given sizes, whose sends are answered by a function of the attempt.</summary>
internal sealed class SizedRequest(long[] sizes, FakeTimeProvider time, Func<Attempt, int, ExportResult> answer) : ExportRequest
{
    private readonly List<Attempt> _attempts = [];

    public IReadOnlyList<Attempt> Attempts => _attempts;

    public override int Count => sizes.Length;

    public override int Size => (int)sizes.Sum();

    public override long BufferBytes => Size;

    public override bool IsFull => false;

    public bool CanTruncate { get; init; } = true;

    public override long SizeOf(int first, int count) => sizes.AsSpan(first, count).ToArray().Sum();

    public override ValueTask<ExportResult> SendAsync(int first, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var attempt = new Attempt(first, count, TimeSpan.FromTicks(time.GetTimestamp()));
        _attempts.Add(attempt);
        return ValueTask.FromResult(answer(attempt, _attempts.Count - 1));
    }

    public override bool TryTruncate(int index, int maxBytes)
    {
        if (CanTruncate)
        {
            sizes[index] = Math.Min(sizes[index], maxBytes);
        }

        return CanTruncate;
    }

    protected override void Dispose(bool disposing)
    {
    }
}
