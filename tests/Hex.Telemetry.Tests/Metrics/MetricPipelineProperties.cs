using FsCheck;
using FsCheck.Fluent;
using Hex.Testing;
using static Hex.Telemetry.Tests.TestMetrics;

namespace Hex.Telemetry.Tests;

public sealed class MetricPipelineProperties
{
    [Fact]
    public void Every_point_arrives_once_and_in_order_or_is_counted() =>
        Prop.ForAll(Scenario.Any, async scenario =>
        {
            var time = new FakeTimeProvider();
            var pool = new ResourcePool();
            var exporter = new ScriptedMetricExporter { MaxRequestBytes = 4096, Answer = (send, points) => scenario.Answer(send, points.Count) };
            var options = new MetricPipelineOptions { MaxBufferedBytes = 64 * 1024, Delivery = { SmallestSplitBytes = 1024 } };
            using var stop = new CancellationTokenSource();
            using var pipeline = new MetricPipeline(exporter, options, time, new Random(1));
            var running = Task.Run(() => pipeline.RunAsync(stop.Token));
            long number = 0;
            foreach (var batch in scenario.Batches.Where(batch => batch.Sizes.Length > 0))
            {
                pipeline.Add(Batch(pool, writer =>
                {
                    foreach (var size in batch.Sizes)
                    {
                        writer.For(pool.Get(("size", size))).Record(Load, number++);
                    }
                }));
                time.AdvanceToNextTimer();
            }

            await time.RaceAsync(AsResult(pipeline.DrainAsync()));
            await stop.CancelAsync();
            await time.RaceAsync(AsResult(running));

            var status = pipeline.Status;
            Assert.Equal(number, status.PointsCollected);
            Assert.Equal(number, status.PointsDelivered + status.PointsRejected + status.PointsDropped + status.PointsAgedOut + status.PointsAbandoned);
            Assert.Equal(0, status.PointsAbandoned);
            Assert.Equal((0, 0L), (status.BufferedRequests, status.BufferedBytes));
            var values = exporter.Accepted.Select(point => point.Value.AsInt64).ToList();
            Assert.Equal(values.Distinct().Order(), values);
            return true;
        }).QuickCheckThrowOnFailure();

    private static async Task<bool> AsResult(Task task)
    {
        await task;
        return true;
    }
}
