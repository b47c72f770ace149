using FsCheck;
using FsCheck.Fluent;
using Hex.Telemetry;

namespace Hex.Dedup.Tests;

public class EventWatermarkTests
{
    private static readonly EventWatermark Sample = new(
        "46f80e4a-ddf7-4294-9940-c3ca8b51b6a9", RevisionOf("184467440737095516160"), 1_795_000_000_000_000_000,
        [new EventCount(new Id128(1, 2), 3), new EventCount(new Id128(ulong.MaxValue, 0), int.MaxValue)]);

    [Fact]
    public void Comes_back_as_it_was()
    {
        foreach (var watermark in new[] { Sample, Sample with { Revision = null }, Sample with { Tail = [] }, Sample with { Listed = new ListPosition("default/é", RevisionOf("7")) }, new EventWatermark("", null, 0, []) })
        {
            Assert.True(EventWatermark.TryRead(watermark.ToBytes(), out var read));
            Assert.Equal((watermark.ClusterUid, watermark.Revision, watermark.SettledAtUnixNano), (read!.ClusterUid, read.Revision, read.SettledAtUnixNano));
            Assert.Equal(watermark.Tail, read.Tail);
            Assert.Equal(watermark.Listed, read.Listed);
        }
    }

    [Fact]
    public void Full_tail_fits_and_longer_ones_lose_their_oldest()
    {
        EventCount[] tail = [.. Enumerable.Range(0, 2500).Select(i => new EventCount(new Id128((ulong)i, 1), int.MaxValue))];
        var bytes = (Sample with { Tail = tail }).ToBytes();
        Assert.InRange(bytes.Length, 1, EventWatermark.MaxLength);
        Assert.True(EventWatermark.TryRead(bytes, out var read));
        Assert.Equal(tail[500..], read!.Tail);
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_read_but_never_throw()
    {
        var whole = Sample.ToBytes();
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(EventWatermark.TryRead(whole.AsSpan(0, length), out _));
        }

        Assert.False(EventWatermark.TryRead([.. whole, 0], out _));
        Assert.False(EventWatermark.TryRead([3, .. whole[1..]], out _));
        Assert.False(EventWatermark.TryRead(new byte[EventWatermark.MaxLength + 1], out _));
        Prop.ForAll<byte[]>(bytes => EventWatermark.TryRead(bytes, out var read) == (read is not null)).QuickCheckThrowOnFailure();
        Prop.ForAll(Gen.Choose(0, whole.Length - 1).ToArbitrary(), Gen.Choose(0, 255).ToArbitrary(), (at, value) =>
        {
            var changed = (byte[])whole.Clone();
            changed[at] = (byte)value;
            return EventWatermark.TryRead(changed, out var read) == (read is not null);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Id_of_an_occurrence_is_stable_and_its_own()
    {
        // Ids are compared across versions of the agent: sha256("k8s.event/1/c/1/e/1").
        Assert.Equal("f82e22cd0cf9e1f667c6edba7fe8f09d", EventRecordId.Of("c", "e", 1).ToString());
        Id128[] ids = [EventRecordId.Of("c", "e", 1), EventRecordId.Of("c", "e", 2), EventRecordId.Of("c", "e1", 1), EventRecordId.Of("ce", "", 1), EventRecordId.Of("", "ce", 1)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(EventRecordId.Of("c", "e", 1), ids[0]);
    }

    private static Revision RevisionOf(string digits)
    {
        Assert.True(Revision.TryParse(digits, out var revision));
        return revision;
    }
}
