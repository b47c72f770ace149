using Hex.Telemetry;
using Hex.Testing.Otlp;
using GrpcStatusCode = Hex.Testing.Otlp.GrpcStatusCode;

namespace Hex.Export.Tests;

/// <summary>The exporter under the real pipeline and against a server with limits and dislikes: what the leaf returns makes the pipeline do the right thing.</summary>
public class PipelineTests
{
    private static readonly ResourcePool Pool = new();

    [Fact]
    public async Task Server_with_a_smaller_limit_gets_everything_once()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.MaxMessageBytes = 200_000);
        var lines = Enumerable.Range(0, 3000).Select(i => $"{i} {new string('x', 400)}").ToList();
        var result = await RunAsync(receiver, lines);
        Assert.Equal((3000, 3000, 0, 0), (result.Read, result.Delivered, result.Rejected, result.Dropped));
        Assert.Equal(lines, receiver.Logs.Select(l => l.Body));
    }

    [Fact]
    public async Task Record_larger_than_the_servers_limit_arrives_cut_and_marked()
    {
        await using var receiver = await OtlpReceiver.StartAsync(o => o.MaxMessageBytes = 300_000);
        var result = await RunAsync(receiver, ["before", new string('x', 1_000_000), "after"]);
        Assert.Equal((3, 3, 0), (result.Read, result.Delivered, result.Dropped));
        Assert.Equal(["before", "after"], receiver.Logs.Where(l => l.Body!.Length < 100).Select(l => l.Body));
        var cut = Assert.Single(receiver.Logs, l => l.Body!.Length > 100);
        Assert.InRange(cut.Body!.Length, 100_000, 300_000);
        Assert.Equal(true, cut.Attributes["log.truncated"]);
    }

    [Fact]
    public async Task Only_the_record_a_server_refuses_is_dropped()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Script.WhenLogs(logs => logs.Any(l => l.Body == "poison") ? Fault.Refuse(GrpcStatusCode.InvalidArgument, "no poison, please") : null);
        var lines = Enumerable.Range(0, 1000).Select(i => i == 617 ? "poison" : $"line {i}").ToList();
        var result = await RunAsync(receiver, lines);
        Assert.Equal((1000, 999, 1), (result.Read, result.Delivered, result.Dropped));
        Assert.Equal(lines.Where(l => l != "poison"), receiver.Logs.Select(l => l.Body));
    }

    [Fact]
    public async Task Broken_connections_and_lost_acknowledgements_lose_nothing()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        receiver.Script.Next(Fault.DropConnection()).Next(Fault.LoseAck()).Next(Fault.ResetStream()).Next(Fault.Refuse(GrpcStatusCode.Unavailable, "busy", TimeSpan.FromMilliseconds(1)))
            .Next(Fault.GoAway()).Next(Fault.NotGrpc(503));
        var lines = Enumerable.Range(0, 500).Select(i => $"line {i}").ToList();
        var result = await RunAsync(receiver, lines, batches: 10);
        Assert.Equal((500, 500), (result.Read, result.Delivered));
        Assert.Equal(500, receiver.Counts.UniqueLogs);
        Assert.Equal(lines.Order(StringComparer.Ordinal), receiver.Logs.Select(l => l.Body!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Answers_of_random_bytes_are_acknowledgements()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var random = new Random(11);
        for (var i = 0; i < 30; i++)
        {
            var body = new byte[random.Next(40)];
            random.NextBytes(body);
            receiver.Script.Next(Fault.RawAnswer(body));
        }
        // Nothing is taken in by the server here, but it said OK, and a readable message is not what makes an acknowledgement.
        var result = await RunAsync(receiver, [.. Enumerable.Range(0, 30).Select(i => $"line {i}")], batches: 30);
        Assert.Equal(30, result.Delivered + result.Rejected);
    }

    private static async Task<LogRunResult> RunAsync(OtlpReceiver receiver, List<string> lines, int batches = 1)
    {
        using var exporter = new OtlpExporter(new OtlpExporterOptions { Endpoint = receiver.Endpoint.ToString(), Insecure = true, Timeout = TimeSpan.FromSeconds(20) });
        using var pipeline = new LogPipeline(exporter, new LogPipelineOptions
        {
            Linger = TimeSpan.Zero,
            Delivery = new DeliveryOptions { MinRetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(20) },
        });
        return await pipeline.RunAsync(new Lines(lines, batches), cancellationToken: TestContext.Current.CancellationToken);
    }

    private sealed class Lines(List<string> lines, int batches) : ILogSource
    {
        public string Name => "lines";

        public CollectionScope Scope => CollectionScope.Node;

        public async IAsyncEnumerable<LogBatch> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var uid = 0;
            foreach (var chunk in lines.Chunk((lines.Count + batches - 1) / batches))
            {
                var batch = new LogBatch(Pool.Get(("k8s.pod.name", $"web-{uid}")));
                foreach (var line in chunk)
                    batch.Add(1, line, uid: (ulong)(++uid));
                yield return batch;
                await Task.Yield();
            }
        }
    }
}
