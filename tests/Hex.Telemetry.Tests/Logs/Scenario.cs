using FsCheck;
using FsCheck.Fluent;

namespace Hex.Telemetry.Tests;

/// <summary>A batch to be: which order it has (0 is none), and the sizes of its records in bytes.</summary>
public sealed record PlannedBatch(int Order, int[] Sizes);

/// <summary>How one send is answered, and after how many milliseconds.</summary>
public sealed record PlannedAnswer(ExportStatus Status, int Rejected, int? RetryAfterMs, int LatencyMs);

/// <summary>Random traffic against a random backend.</summary>
public sealed record Scenario(int Lanes, int MaxRequestBytes, PlannedBatch[] Batches, PlannedAnswer[] Answers, int StopAfterMs, int ShutdownMs)
{
    /// <summary>Whatever may happen.</summary>
    public static Arbitrary<Scenario> Any { get; } = Make(
        Gen.Frequency(
            (6, Gen.Constant(ExportStatus.Accepted)),
            (2, Gen.Constant(ExportStatus.Retry)),
            (2, Gen.Constant(ExportStatus.TooLarge)),
            (2, Gen.Constant(ExportStatus.Rejected)),
            (1, Gen.Constant(ExportStatus.EndpointFault))),
        Gen.Choose(0, 3)).ToArbitrary();

    /// <summary>Only what leaves every record deliverable.</summary>
    public static Arbitrary<Scenario> Transient { get; } = Make(
        Gen.Frequency((3, Gen.Constant(ExportStatus.Accepted)), (2, Gen.Constant(ExportStatus.Retry)), (1, Gen.Constant(ExportStatus.EndpointFault))),
        Gen.Constant(0)).ToArbitrary();

    public ExportResult Answer(int send, int count)
    {
        if (send >= Answers.Length)
        {
            return ExportResult.Accepted;
        }

        var planned = Answers[send];
        return planned.Status switch
        {
            ExportStatus.Accepted when planned.Rejected > 0 => ExportResult.PartiallyAccepted(Math.Min(planned.Rejected, count), "some"),
            ExportStatus.Accepted => ExportResult.Accepted,
            ExportStatus.Retry => ExportResult.Retry("away", planned.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null),
            ExportStatus.TooLarge => ExportResult.TooLarge("too large"),
            ExportStatus.Rejected => ExportResult.Rejected("bad"),
            _ => ExportResult.EndpointFault("bad key"),
        };
    }

    public TimeSpan Latency(int send) => TimeSpan.FromMilliseconds(send < Answers.Length ? Answers[send].LatencyMs : 1);

    public override string ToString() =>
        $"lanes {Lanes}, request {MaxRequestBytes} B, stop after {StopAfterMs} ms within {ShutdownMs} ms"
        + $"\n  batches {string.Join(' ', Batches.Select(b => $"{b.Order}:[{string.Join(',', b.Sizes)}]"))}"
        + $"\n  answers {string.Join(' ', Answers.Select(a => $"{a.Status}/{a.Rejected}/{a.RetryAfterMs}+{a.LatencyMs}ms"))}";

    private static Gen<Scenario> Make(Gen<ExportStatus> statuses, Gen<int> rejected) =>
        from lanes in Gen.Choose(1, 3)
        from bytes in Gen.Elements(1500, 4000, 10_000)
        from batches in (from order in Gen.Choose(0, 3) from sizes in Gen.Choose(8, 2500).ArrayOf() select new PlannedBatch(order, sizes)).ArrayOf()
        from answers in (from status in statuses
                         from some in rejected
                         from hint in Gen.Frequency((3, Gen.Constant<int?>(null)), (1, Gen.Choose(0, 3000).Select(ms => (int?)ms)))
                         from latency in Gen.Choose(0, 50)
                         select new PlannedAnswer(status, some, hint, latency)).ArrayOf()
        from stop in Gen.Choose(0, 2000)
        from shutdown in Gen.Elements(0, 20, 500)
        select new Scenario(lanes, bytes, batches, answers, stop, shutdown);
}
