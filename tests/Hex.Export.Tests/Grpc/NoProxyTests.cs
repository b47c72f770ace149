using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Hex.Export.Grpc.Proxy;

namespace Hex.Export.Tests.Grpc;

public class NoProxyTests
{
    [Theory]
    [InlineData("example.com", "example.com", 443, true)]
    [InlineData("example.com", "EXAMPLE.com", 443, true)]
    [InlineData("example.com", "a.b.example.com", 443, true)]
    [InlineData("example.com", "badexample.com", 443, false)]
    [InlineData("example.com", "example.com.evil.org", 443, false)]
    [InlineData(".example.com", "a.example.com", 443, true)]
    [InlineData(".example.com", "example.com", 443, false)]
    [InlineData("*.example.com", "a.example.com", 443, true)]
    [InlineData("*.example.com", "example.com", 443, false)]
    [InlineData("example.com:4317", "example.com", 4317, true)]
    [InlineData("example.com:4317", "a.example.com", 4317, true)]
    [InlineData("example.com:4317", "example.com", 443, false)]
    [InlineData("example.com.", "example.com", 443, true)]
    [InlineData("example.com", "example.com.", 443, true)]
    [InlineData("*", "anything", 1, true)]
    [InlineData("a, b ,c", "b", 443, true)]
    [InlineData("a b", "b", 443, true)]
    [InlineData("10.0.0.0/8", "10.20.30.40", 443, true)]
    [InlineData("10.1.2.3/8", "10.20.30.40", 443, true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", 443, false)]
    [InlineData("10.0.0.0/8", "10.example.com", 443, false)]
    [InlineData("192.168.1.7", "192.168.1.7", 443, true)]
    [InlineData("192.168.1.7:4317", "192.168.1.7", 4317, true)]
    [InlineData("192.168.1.7:4317", "192.168.1.7", 443, false)]
    [InlineData("fd00::/8", "fd12::1", 443, true)]
    [InlineData("fd00::/8", "fe80::1", 443, false)]
    [InlineData("::1", "::1", 443, true)]
    [InlineData("[::1]:4317", "::1", 4317, true)]
    [InlineData("[::1]:4317", "::1", 443, false)]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.1", 443, true)]
    [InlineData("0.0.0.0/0", "8.8.8.8", 443, true)]
    [InlineData("0.0.0.0/0", "::1", 443, false)]
    [InlineData("10.0.0.0/33", "10.0.0.1", 443, false)]
    [InlineData("10.0.0.0/", "10.0.0.1", 443, false)]
    [InlineData("nonsense/8,,;.,*.,[]", "nonsense", 443, false)]
    [InlineData("", "example.com", 443, false)]
    [InlineData(null, "example.com", 443, false)]
    public void Host_is_reached_directly_when_listed(string? list, string host, int port, bool expected) => Assert.Equal(expected, new NoProxy(list).Matches(host, port));

    [Fact]
    public void A_block_matches_exactly_the_addresses_that_share_its_bits()
    {
        var cases = from bytes in Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), 4)
                    from bits in Gen.Choose(0, 32)
                    from flip in Gen.Choose(0, 31)
                    select (bytes, bits, flip);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var list = new NoProxy($"{new IPAddress(c.bytes)}/{c.bits}");
            var other = c.bytes.ToArray();
            other[c.flip / 8] ^= (byte)(0x80 >> (c.flip % 8));
            return list.Matches(new IPAddress(c.bytes).ToString(), 1) && list.Matches(new IPAddress(other).ToString(), 1) == (c.flip >= c.bits);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_block_of_IPv6_matches_exactly_the_addresses_that_share_its_bits()
    {
        // The first byte is kept away from ::ffff:0:0/96, whose addresses are IPv4 ones.
        var cases = from bytes in Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), 16)
                    from bits in Gen.Choose(0, 128)
                    from flip in Gen.Choose(8, 127)
                    select (bytes: bytes.Prepend((byte)0x20).Take(16).ToArray(), bits, flip);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var list = new NoProxy($"{new IPAddress(c.bytes)}/{c.bits}");
            var other = c.bytes.ToArray();
            other[c.flip / 8] ^= (byte)(0x80 >> (c.flip % 8));
            return list.Matches(new IPAddress(c.bytes).ToString(), 1) && list.Matches(new IPAddress(other).ToString(), 1) == (c.flip >= c.bits);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Entries_do_not_influence_each_other()
    {
        var entry = Gen.Elements("a.example", ".b.example", "10.0.0.0/8", "c.example:1", "192.168.0.1", "fd00::/8", "x/9", "[", ":");
        var host = Gen.Elements("a.example", "x.a.example", "b.example", "x.b.example", "10.1.1.1", "c.example", "192.168.0.1", "fd00::7", "[", "z");
        var cases = from entries in Gen.ListOf(entry) from h in host from port in Gen.Elements(1, 443) select (entries, h, port);
        Prop.ForAll(cases.ToArbitrary(), c =>
            new NoProxy(string.Join(',', c.entries)).Matches(c.h, c.port) == c.entries.Any(e => new NoProxy(e).Matches(c.h, c.port))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_list_makes_it_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), (list, host) =>
        {
            _ = new NoProxy(list).Matches(host ?? "", 1);
            return true;
        }).QuickCheckThrowOnFailure();
}
