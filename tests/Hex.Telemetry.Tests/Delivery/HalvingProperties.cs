using FsCheck;
using FsCheck.Fluent;
using Hex.Testing;

namespace Hex.Telemetry.Tests;

/// <summary>Data faults, for any request and any bad records in it.</summary>
public sealed class HalvingProperties
{
    private static readonly Arbitrary<(int Count, int[] Bad)> Requests = (
        from count in Gen.Choose(1, 500)
        from bad in Gen.Frequency((1, Gen.Choose(0, count - 1).ListOf(1)), (1, Gen.Choose(0, count - 1).ListOf()))
        select (count, bad.Distinct().Order().ToArray())).ToArbitrary();

    [Fact]
    public void Bad_records_are_dropped_within_the_bound_on_requests() =>
        Prop.ForAll(Requests, async input =>
        {
            var (count, bad) = input;
            var time = new FakeTimeProvider();
            HashSet<int> taken = [];
            using var delivery = new Delivery("fake", 1, new DeliveryOptions(), time, new Random(1), new Logged<LogPipeline>());
            using var request = new SizedRequest(new long[count], time, (attempt, _) =>
            {
                if (bad.Any(record => attempt.First <= record && record < attempt.First + attempt.Count))
                {
                    return ExportResult.Rejected("bad");
                }

                for (var i = attempt.First; i < attempt.First + attempt.Count; i++)
                {
                    Assert.True(taken.Add(i));
                }

                return ExportResult.Accepted;
            });

            var outcome = await delivery.DeliverAsync(request, null, CancellationToken.None);

            Assert.Equal((DeliveryEnd.Completed, count), (outcome.End, outcome.Settled));
            Assert.Equal((taken.Count, count - taken.Count), (outcome.Accepted, outcome.Dropped));
            Assert.InRange(request.Attempts.Count, 1, 1 + (2 * (int)Math.Ceiling(Math.Log2(Math.Max(count, 1)))));
            if (bad.Length <= 1)
            {
                Assert.Equal(bad.Length, outcome.Dropped);
            }

            // In order: what is sent never goes back.
            Assert.Equal(request.Attempts.Select(a => a.First).Order(), request.Attempts.Select(a => a.First));
            return true;
        }).QuickCheckThrowOnFailure();
}
