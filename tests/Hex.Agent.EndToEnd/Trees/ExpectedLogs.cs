using Hex.Bench.Count;
using Hex.Testing.Otlp;

namespace Hex.Agent.EndToEnd.Trees;

/// <summary>What must arrive of a log tree, found without the reader that is tested.</summary>
internal sealed class ExpectedLogs
{
    private readonly Dictionary<LogKey, List<LogText>> _logs = [];

    private ExpectedLogs(string root) =>
        Count = LogTreeCounter.Count(root, (in FoundRecord record) =>
        {
            var key = LogKey.Of(in record);
            if (!_logs.TryGetValue(key, out var texts))
                _logs[key] = texts = [];
            texts.Add(LogText.Of(in record));
        });

    public TreeCount Count { get; }

    public static ExpectedLogs In(string root) => new(root);

    /// <summary>Checks that exactly these records arrived, each once, in order within each stream.</summary>
    public void AssertArrived(OtlpReceiver receiver)
    {
        var arrived = receiver.Logs.GroupBy(LogKey.Of).ToDictionary(group => group.Key, group => group.Select(LogText.Of).ToList());
        Assert.Empty(arrived.Keys.Except(_logs.Keys));
        foreach (var (key, texts) in _logs)
        {
            var got = arrived.GetValueOrDefault(key) ?? [];
            for (var i = 0; i < Math.Min(texts.Count, got.Count); i++)
                Assert.True(texts[i] == got[i], $"{key}, record {i}: expected {texts[i]}, got {got[i]}");
            Assert.True(texts.Count == got.Count, $"{key}: expected {texts.Count} records, got {got.Count}");
        }

        Assert.Equal(Count.Records, receiver.Counts.LogRecords);
        Assert.Equal(Count.Records, receiver.Counts.UniqueLogs);
        Assert.Equal(0, receiver.Counts.MalformedRequests);
    }
}
