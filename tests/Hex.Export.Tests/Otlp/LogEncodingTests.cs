using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hex.Export.Otlp;
using Hex.Export.Otlp.Logs;
using Hex.Export.Tests.Support;
using Hex.Telemetry;

namespace Hex.Export.Tests.Otlp;

public class LogEncodingTests
{
    private const int Large = 4 * 1024 * 1024;
    private static readonly Gen<List<LogSamples.Sample>[]> Batches =
        Gen.ArrayOf(Gen.NonEmptyListOf(LogSamples.Samples).Select(list => list.Select(s => s with { Resource = list[0].Resource, Observed = list[0].Observed }).ToList()));

    [Fact]
    public void Generated_decoder_reads_back_what_was_encoded() =>
        Prop.ForAll(Batches.ToArbitrary(), batches =>
        {
            var sink = new CapturingSink();
            using var request = Encode(sink, batches);
            Send(request, 0, request.Count);
            return request.Count == 0 || sink.Logs.Equals(LogSamples.Expected(Flat(batches)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_range_is_a_request_of_its_own() =>
        Prop.ForAll(Batches.ToArbitrary(), Gen.Choose(0, 100).Two().ToArbitrary(), (batches, range) =>
        {
            var sink = new CapturingSink();
            using var request = Encode(sink, batches);
            if (request.Count == 0)
                return true;
            var first = range.Item1 % request.Count;
            var count = 1 + (range.Item2 % (request.Count - first));
            Send(request, first, count);
            return sink.Logs.Equals(LogSamples.Expected(Flat(batches).Skip(first).Take(count))) && sink.Last.Length == request.SizeOf(first, count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Limit_is_kept_and_every_record_comes_once_in_order() =>
        Prop.ForAll(Batches.ToArbitrary(), Gen.Choose(400, 60_000).ToArbitrary(), (batches, limit) =>
        {
            var sink = new CapturingSink();
            var encoder = new OtlpEncoder(sink);
            var received = new List<string>();
            var large = 0;
            foreach (var samples in batches)
            {
                using var batch = LogSamples.Batch(samples);
                for (var next = 0; next < batch.Count;)
                {
                    using var request = new OtlpLogRequest(encoder, limit);
                    var taken = request.Add(batch, next);
                    if (taken == 0 || (next + taken < batch.Count && !request.IsFull))
                        return false;
                    next += taken;
                    Send(request, 0, request.Count);
                    if (request.Size > limit && request.Count > 1)
                        return false;
                    large += request.Size > limit ? 1 : 0;
                    received.AddRange(sink.Logs.ResourceLogs.SelectMany(r => r.ScopeLogs).SelectMany(s => s.LogRecords).Select(r => r.Body.StringValue));
                }
            }
            var expected = batches.SelectMany(b => b).Select(s => Encoding.UTF8.GetString(s.Body)).ToList();
            // A record that does not fit alone is cut; only one whose attributes alone exceed the limit may exceed it.
            return received.Count == expected.Count && received.Zip(expected).All(p => p.Second.StartsWith(p.First, StringComparison.Ordinal)) && (large == 0 || limit < 1000);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Record_too_large_for_any_request_is_cut_between_characters_and_marked()
    {
        var sink = new CapturingSink();
        using var request = new OtlpLogRequest(new OtlpEncoder(sink), 10_000);
        using var batch = new LogBatch(LogSamples.Pool.Get(("a", "b")));
        batch.Add(1, string.Concat(Enumerable.Repeat("\u20ac", 10_000)), uid: 7);
        Assert.Equal(1, request.Add(batch, 0));
        Assert.True(request.IsFull);
        Send(request, 0, 1);
        var record = sink.Logs.ResourceLogs[0].ScopeLogs[0].LogRecords[0];
        Assert.InRange(request.Size, 9_990, 10_000);
        Assert.DoesNotContain('\ufffd', record.Body.StringValue);
        Assert.Contains(record.Attributes, a => a.Key == "log.truncated" && a.Value.BoolValue);
    }

    [Fact]
    public void Truncating_one_record_leaves_the_others_as_they_were() =>
        Prop.ForAll(Batches.ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(0, 20_000).ToArbitrary(), (batches, which, target) =>
        {
            var sink = new CapturingSink();
            using var request = Encode(sink, batches);
            if (request.Count == 0)
                return true;
            var index = which % request.Count;
            Send(request, 0, request.Count);
            var before = sink.Logs;
            var old = request.SizeOf(index, 1);
            var done = request.TryTruncate(index, target);
            Send(request, 0, request.Count);
            var after = sink.Logs;
            Send(request, index, 1);
            var alone = sink.Logs.ResourceLogs.Single().ScopeLogs.Single().LogRecords.Single();
            var (was, now) = (Records(before), Records(after));
            if (!done)
                return before.Equals(after) && (old <= target || was[index].Body.StringValue.Length < 200);
            var cut = now[index];
            was[index].Body.StringValue = cut.Body.StringValue;
            var same = was.Zip(now).Where((_, i) => i != index).All(p => p.First.Equals(p.Second));
            return same && cut.Equals(alone) && request.SizeOf(index, 1) < old && sink.Last.Length == request.SizeOf(index, 1)
                && (request.SizeOf(index, 1) <= target || cut.Body.StringValue.Length == 0)
                && cut.Attributes.Count(a => a.Key == "log.truncated" && a.Value.BoolValue) == 1
                && Encoding.UTF8.GetString(Flat(batches).ElementAt(index).Sample.Body).StartsWith(cut.Body.StringValue, StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Invalid_bytes_become_replacement_characters() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var copy = Utf8Repair.Copy(bytes, out var length);
            return Encoding.UTF8.GetString(bytes) == Encoding.UTF8.GetString(copy, 0, length) && System.Text.Unicode.Utf8.IsValid(copy.AsSpan(0, length));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Line_is_these_bytes()
    {
        var sink = new CapturingSink();
        using var request = new OtlpLogRequest(new OtlpEncoder(sink), Large);
        using var batch = new LogBatch(new ResourcePool().Get(("k", "v")), 2);
        var body = "hi"u8.ToArray();
        batch.Add(new LogRecord { TimeUnixNano = 1, Segment = batch.AddSegment(body), BodyLength = 2, Stream = LogStream.Stderr, Severity = LogSeverity.Error, Uid = 0xabc });
        request.Add(batch, 0);
        Send(request, 0, 1);
        var record = string.Concat(
            "59", "0200000000000000",
            "32", "18", "0a", "0c", Hex("log.iostream"), "12", "08", "0a", "06", Hex("stderr"),
            "32", "34", "0a", "0e", Hex("log.record.uid"), "12", "22", "0a", "20", Hex("00000000000000000000000000000abc"),
            "09", "0100000000000000", "10", "11",
            "2a", "04", "0a", "02", Hex("hi"));
        var version = typeof(OtlpExporter).Assembly.GetName().Version!.ToString(3);
        var scope = string.Concat("0a", "0c", "0a", "03", Hex("hex"), "12", "05", Hex(version));
        var item = string.Concat("12", Length(record), record);
        var scopes = string.Concat("12", Padded(scope + item), scope, item);
        var resource = string.Concat("0a", "0a", "0a", "08", "0a", "01", Hex("k"), "12", "03", "0a", "01", Hex("v"));
        Assert.Equal(string.Concat("0a", Padded(resource + scopes), resource, scopes), Convert.ToHexStringLower(sink.Last));
    }

    [Fact]
    public void Nothing_is_allocated_per_record()
    {
        var encoder = new OtlpEncoder(new CapturingSink());
        var line = Encoding.UTF8.GetBytes("2026-11-21 18:00:00 INFO request handled in 12 ms, caf\u00e9");
        var broken = line.Append((byte)0xff).ToArray();
        using var batch = new LogBatch(LogSamples.Pool.Get(("k8s.pod.name", "web-0")), 5);
        var segments = (Good: batch.AddSegment(line), Bad: batch.AddSegment(broken));
        for (var i = 0; i < 2000; i++)
        {
            var bad = i % 100 == 0;
            batch.Add(new LogRecord
            {
                TimeUnixNano = i,
                Segment = bad ? segments.Bad : segments.Good,
                BodyLength = bad ? broken.Length : line.Length,
                Stream = i % 7 == 0 ? LogStream.Stderr : LogStream.Stdout,
                Marks = i % 500 == 0 ? LogRecordMarks.ParseError : LogRecordMarks.None,
                Severity = LogSeverity.Info,
                Uid = (ulong)i + 1,
            });
        }
        long EncodeOnce(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var request = new OtlpLogRequest(encoder, Large);
            for (var i = 0; i < times; i++)
                request.Add(batch, 0);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(2000 * times, request.Count);
            return allocated;
        }
        // The first round fills pools and the resource's header; a request itself is a few small objects.
        EncodeOnce(8);
        EncodeOnce(8);
        Assert.InRange(EncodeOnce(8), 0, 2000);
    }

    private static OtlpLogRequest Encode(CapturingSink sink, IEnumerable<List<LogSamples.Sample>> batches)
    {
        var request = new OtlpLogRequest(new OtlpEncoder(sink), Large);
        foreach (var samples in batches)
        {
            using var batch = LogSamples.Batch(samples);
            Assert.Equal(batch.Count, request.Add(batch, 0));
        }
        return request;
    }

    private static IEnumerable<(Resource Resource, LogSamples.Sample Sample)> Flat(IEnumerable<List<LogSamples.Sample>> batches) =>
        batches.SelectMany(b => b).Select(s => (s.Resource, s));

    private static List<Hex.Testing.Otlp.Proto.LogRecord> Records(Hex.Testing.Otlp.Proto.ExportLogsServiceRequest request) =>
        [.. request.ResourceLogs.SelectMany(r => r.ScopeLogs).SelectMany(s => s.LogRecords)];

    internal static void Send(ExportRequest request, int first, int count) =>
        Assert.True(request.SendAsync(first, count, CancellationToken.None).AsTask().IsCompletedSuccessfully);

    internal static string Hex(string ascii) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(ascii));

    internal static string Length(string hex) => (hex.Length / 2) is var n && n < 128 ? n.ToString("x2") : $"{(n & 127) | 128:x2}{n >> 7:x2}";

    internal static string Padded(string hex) => (hex.Length / 2) is var n ? $"{(n & 127) | 128:x2}{((n >> 7) & 127) | 128:x2}{((n >> 14) & 127) | 128:x2}{n >> 21:x2}" : "";
}
