using System.Text;
using Hex.Testing.Node;
using Hex.Testing.Otlp;
using Hex.Testing.Otlp.Proto;
using Hex.Testing.Tests.Otlp;

namespace Hex.Testing.Tests.Snippets;

public sealed class ReadmeSnippet : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hex-readme-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Example_of_the_readme_passes()
    {
        var root = _folder;
        #region TestingReadme
        await using var receiver = await OtlpReceiver.StartAsync();
        using var node = new SimulatedNode(root, seed: 42);
        var container = node.Pod("shop", "web-1").Container("app");
        receiver.Script.Next(3, Fault.Refuse(GrpcStatusCode.Unavailable)).Next(Fault.LoseAck());
        container.Write("hello");
        container.Rotate(linesToOldFile: 5);
        container.Write(new string('x', 40_000));
        await using var agent = StartYourAgent(logs: root, endpoint: receiver.Endpoint);
        await receiver.WaitForAsync(r => r.Counts.UniqueLogs == node.WrittenCount);
        DeliveryCheck.Compare(node, receiver).ThrowIfNotExact();
        #endregion
        Assert.InRange(receiver.Counts.Requests, 4, 5);
    }

    private static OneShotAgent StartYourAgent(string logs, Uri endpoint) => new(logs, endpoint);

    /// <summary>The smallest agent there is: sends what lies in the directory, again and again until it is acknowledged.</summary>
    private sealed class OneShotAgent(string logs, Uri endpoint) : IAsyncDisposable
    {
        private readonly Task _running = RunAsync(logs, endpoint);

        public async ValueTask DisposeAsync() => await _running;

        private static async Task RunAsync(string logs, Uri endpoint)
        {
            using var client = new RawGrpc(endpoint);
            var records = LogDirectory.Read(logs).Select((found, i) => new LogRecord
            {
                Body = new AnyValue { StringValue = Encoding.UTF8.GetString(found.Content) },
                Attributes = { Batches.Text("log.record.uid", $"{found.PodUid}-{i}") },
            });
            var batch = Batches.Logs([.. records]);
            batch.ResourceLogs[0].Resource.Attributes.Clear();
            for (var acknowledged = false; !acknowledged;)
            {
                try
                {
                    acknowledged = (await client.CallAsync(RawGrpc.LogsPath, batch)).Status == 0;
                }
                catch (HttpRequestException)
                {
                    // The acknowledgement was lost; send it again.
                }
            }
        }
    }
}
