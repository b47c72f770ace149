using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hex.Export.Grpc.Wire;
using Hex.Export.Text;

namespace Hex.Export.Tests.Grpc;

public class WireTests
{
    [Theory]
    [InlineData("too%20large%3A%205%25", "too large: 5%")]
    [InlineData("na%C3%AFve", "naïve")]
    [InlineData("50% off", "50% off")]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("a%0Ab%1B[31m", "a\\nb\\u001b[31m")]
    [InlineData("%FF", "\ufffd")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Status_message_is_decoded_and_made_printable(string? header, string expected) => Assert.Equal(expected, PercentEncoding.Decode(header));

    [Fact]
    public void Status_message_is_bounded() =>
        Assert.Equal(Printable.DefaultLimit + 1, PercentEncoding.Decode(string.Concat(Enumerable.Repeat("%C3%A9", 100_000))).Length);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 500_000_000, 1500)]
    [InlineData(-5, 0, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(long.MaxValue, 0, 3_600_000)]
    public void Retry_delay_is_read_within_bounds(long seconds, int nanos, int expectedMilliseconds)
    {
        var header = Convert.ToBase64String(Status(seconds, nanos));
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMilliseconds), RetryInfo.FromHeader(header));
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMilliseconds), RetryInfo.FromHeader(header.TrimEnd('=')));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("!!!!")]
    [InlineData("A")]
    [InlineData("GgA")]
    public void No_retry_delay_in_anything_else(string? header) => Assert.Null(RetryInfo.FromHeader(header));

    [Fact]
    public void Random_details_never_throw()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var delay = RetryInfo.FromHeader(Convert.ToBase64String(bytes));
            return delay is null || (delay >= TimeSpan.Zero && delay <= RetryInfo.MaxDelay);
        }).QuickCheckThrowOnFailure();
        // The same near the right answer: one byte changed, or cut off.
        var good = Status(7, 7);
        for (var i = 0; i < good.Length; i++)
        {
            for (var value = 0; value < 256; value++)
                RetryInfo.FromHeader(Convert.ToBase64String([.. good[..i], (byte)value, .. good[(i + 1)..]]));
            RetryInfo.FromHeader(Convert.ToBase64String(good[..i]));
        }
    }

    [Fact]
    public void Printable_text_has_no_control_characters_and_is_bounded() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<byte[]>(), (text, bytes) =>
        {
            var printed = Printable.From(text, 20) + Printable.From(bytes, 20);
            return printed.All(c => !char.IsControl(c)) && printed.Length <= 2 * ((20 * 6) + 1);
        }).QuickCheckThrowOnFailure();

    /// <summary>google.rpc.Status with one RetryInfo, by hand.</summary>
    internal static byte[] Status(long seconds, int nanos, int code = 14)
    {
        byte[] duration = [0x08, .. Varint((ulong)seconds), 0x10, .. Varint((ulong)(long)nanos)];
        byte[] info = [0x0a, (byte)duration.Length, .. duration];
        var type = Encoding.ASCII.GetBytes("type.googleapis.com/google.rpc.RetryInfo");
        byte[] any = [0x0a, (byte)type.Length, .. type, 0x12, (byte)info.Length, .. info];
        return [0x08, (byte)code, 0x12, 2, .. "no"u8, 0x1a, (byte)any.Length, .. any];
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
