using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Hex.Dedup.Tests;

public class RevisionTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("007", "7")]
    [InlineData("9999999999999999999", "9999999999999999999")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    [InlineData("000018446744073709551616", "18446744073709551616")]
    public void Digits_are_a_number(string text, string expected)
    {
        Assert.True(Revision.TryParse(text, out var revision));
        Assert.Equal(expected, revision.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData(" 1")]
    [InlineData("abc")]
    [InlineData("１２")]
    public void Anything_else_is_none(string? text) => Assert.False(Revision.TryParse(text, out _));

    [Fact]
    public void Endless_digits_are_none() => Assert.False(Revision.TryParse(new string('9', 257), out _));

    [Fact]
    public void Order_is_that_of_the_numbers_whatever_their_length()
    {
        var digits = Gen.Choose(1, 45).SelectMany(length => Gen.Choose(0, 9).ListOf(length)).Select(list => string.Concat(list)).ToArbitrary();
        Prop.ForAll(digits, digits, (left, right) =>
        {
            var (a, b) = (Parse(left), Parse(right));
            var (x, y) = (BigInteger.Parse(left, CultureInfo.InvariantCulture), BigInteger.Parse(right, CultureInfo.InvariantCulture));
            return Math.Sign(a.CompareTo(b)) == x.CompareTo(y) && (a == b) == (x == y) && (a < b) == (x < y) && (a >= b) == (x >= y)
                && (x != y || a.GetHashCode() == b.GetHashCode()) && a.ToString() == x.ToString(CultureInfo.InvariantCulture);
        }).QuickCheckThrowOnFailure();
    }

    private static Revision Parse(string text)
    {
        Assert.True(Revision.TryParse(text, out var revision));
        return revision;
    }
}
