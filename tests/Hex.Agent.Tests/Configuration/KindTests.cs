using FsCheck;
using FsCheck.Fluent;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Kinds;

namespace Hex.Agent.Tests.Configuration;

public class KindTests
{
    [Theory]
    [InlineData("30s", 30_000)]
    [InlineData("250ms", 250)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("1h1m1s1ms", 3_661_001)]
    [InlineData("0s", 0)]
    public void Duration_is_read(string text, long milliseconds)
    {
        Assert.True(DurationKind.TryParse(text, out var value));
        Assert.Equal(milliseconds, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("30 s")]
    [InlineData("-1s")]
    [InlineData("1.2.3s")]
    [InlineData("30S")]
    [InlineData("1d")]
    [InlineData("99999999999999999999h")]
    [InlineData("1e5s")]
    public void Duration_is_refused(string text) => Assert.False(DurationKind.TryParse(text, out _));

    [Theory]
    [InlineData("64MiB", 64L << 20)]
    [InlineData("1.5KiB", 1536)]
    [InlineData("1GB", 1_000_000_000)]
    [InlineData("2kB", 2000)]
    [InlineData("17B", 17)]
    [InlineData("17", 17)]
    [InlineData("3GiB", 3L << 30)]
    public void Size_is_read(string text, long bytes)
    {
        Assert.True(new SizeKind(0, long.MaxValue).TryRead(new RawScalar(text), out var value, out _));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("64Mi")]
    [InlineData("64 MiB")]
    [InlineData("-1MiB")]
    [InlineData("64mib")]
    [InlineData("99999999999999999999GiB")]
    public void Size_is_refused(string text) => Assert.False(new SizeKind(0, long.MaxValue).TryRead(new RawScalar(text), out _, out _));

    [Fact]
    public void Duration_and_size_are_read_as_they_were_written()
    {
        var durations = new DurationKind(TimeSpan.Zero, TimeSpan.FromDays(30));
        var sizes = new SizeKind(0, long.MaxValue);
        Prop.ForAll(
            Gen.Choose(0, 100_000_000).Two().ToArbitrary(),
            pair =>
            {
                var duration = TimeSpan.FromMilliseconds(pair.Item1);
                var size = pair.Item2 * 37L;
                return durations.TryRead(new RawScalar(durations.Write(duration)), out var readDuration, out _) && readDuration == duration
                    && sizes.TryRead(new RawScalar(sizes.Write(size)), out var readSize, out _) && readSize == size;
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Kinds_never_throw()
    {
        Prop.ForAll<string?>(text =>
        {
            var raw = new RawScalar(text ?? "");
            foreach (var option in Hex.Agent.Configuration.Table.AgentOptions.Table.All)
            {
                _ = option.Read(raw, Origin.Default, out var problem);
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }
}
