using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Hex.Kubernetes.Tests.Quantities;

public class QuantityTests
{
    private static readonly (string Suffix, int Exponent, int Shift)[] Suffixes =
    [
        ("", 0, 0), ("n", -9, 0), ("u", -6, 0), ("m", -3, 0), ("k", 3, 0), ("M", 6, 0), ("G", 9, 0), ("T", 12, 0), ("P", 15, 0), ("E", 18, 0),
        ("Ki", 0, 10), ("Mi", 0, 20), ("Gi", 0, 30), ("Ti", 0, 40), ("Pi", 0, 50), ("Ei", 0, 60),
        ("e3", 3, 0), ("E3", 3, 0), ("e-3", -3, 0), ("E+2", 2, 0), ("e0", 0, 0), ("e-30", -30, 0), ("e25", 25, 0),
    ];

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1")]
    [InlineData("250m", "0.25")]
    [InlineData("1208011222n", "1.208011222")]
    [InlineData("5u", "0.000005")]
    [InlineData("0.1", "0.1")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("264212084Ki", "270553174016")]
    [InlineData("1k", "1000")]
    [InlineData("5E", "5000000000000000000")]
    [InlineData("5E3", "5000")]
    [InlineData("5e3", "5000")]
    [InlineData("5e-3", "0.005")]
    [InlineData("1Ei", "1152921504606846976")]
    [InlineData("+2", "2")]
    [InlineData("-2", "-2")]
    [InlineData("-1.5", "-1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("007", "7")]
    [InlineData("0.1n", "0.000000001")]
    [InlineData("-0.1n", "-0.000000001")]
    [InlineData("1e-400", "0.000000001")]
    [InlineData("0e999999999", "0")]
    [InlineData("1e400", "9223372036854775807")]
    [InlineData("10E", "9223372036854775807")]
    [InlineData("-9Ei", "-9223372036854775807")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775806.9", "9223372036854775806.9")]
    public void Quantity_reads_what_the_api_writes(string text, string expected) => Assert.Equal(expected, Quantity.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("+")]
    [InlineData("m")]
    [InlineData("K")]
    [InlineData("1K")]
    [InlineData("1KI")]
    [InlineData("1ki")]
    [InlineData("1i")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("1Mib")]
    [InlineData("1mm")]
    [InlineData("--1")]
    [InlineData("NaN")]
    [InlineData("1\0")]
    [InlineData("١")]
    public void Quantity_refuses_what_is_none(string text)
    {
        Assert.False(Quantity.TryParse(Encoding.UTF8.GetBytes(text), out var quantity));
        Assert.Equal(Quantity.Zero, quantity);
        Assert.Contains("'" + text + "'", Assert.Throws<FormatException>(() => Quantity.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quantity_refuses_more_than_64_bytes() => Assert.False(Quantity.TryParse(Encoding.UTF8.GetBytes(new string('0', 65)), out _));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("100m", 1)]
    [InlineData("1001m", 2)]
    [InlineData("-100m", -1)]
    [InlineData("1n", 1)]
    [InlineData("128974848000m", 128974848)]
    public void Whole_units_are_rounded_away_from_zero(string text, long expected) => Assert.Equal(expected, Quantity.Parse(text).ToInt64());

    [Theory]
    [InlineData("100m", 0.1)]
    [InlineData("1208011222n", 1.208011222)]
    [InlineData("3", 3.0)]
    [InlineData("16Ei", 9223372036854775807.0)]
    public void Double_is_the_nearest(string text, double expected) => Assert.Equal(expected, Quantity.Parse(text).ToDouble());

    [Fact]
    public void Parsed_amount_equals_exact_rational_arithmetic()
    {
        var digits = Gen.Choose(0, 22).SelectMany(count => Gen.ArrayOf(Gen.Elements("0123456789".ToCharArray()), count)).Select(all => new string(all));
        var texts =
            from sign in Gen.Elements("", "+", "-")
            from whole in digits
            from dot in Gen.Elements("", ".")
            from fraction in digits
            from suffix in Gen.Elements(Suffixes)
            where whole.Length + (dot.Length * fraction.Length) > 0
            select (sign, whole, dot.Length == 0 ? "" : fraction, dot, suffix);
        Prop.ForAll(texts.ToArbitrary(), sample =>
        {
            var (sign, whole, fraction, dot, suffix) = sample;
            var text = sign + whole + dot + fraction + suffix.Suffix;
            return !Quantity.TryParse(Encoding.UTF8.GetBytes(text), out var quantity)
                ? text.Length > 64
                : quantity.Nanos == Model(sign, whole, fraction, suffix.Exponent, suffix.Shift);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Text_of_a_quantity_reads_back_as_the_same() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), nanos => Quantity.Parse(OfNanos(nanos).ToString()) == OfNanos(nanos))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Arithmetic_is_that_of_128_bits()
    {
        // Of all lengths: a random number of 64 bits moved by up to 60.
        var amounts =
            from number in ArbMap.Default.GeneratorFor<long>()
            from spread in Gen.Choose(0, 60)
            from shift in Gen.Choose(0, 60)
            select (Int128)(unchecked(number * (long)0x9E3779B97F4A7C15) >> spread) << (shift / 2);
        Prop.ForAll((from one in amounts from other in amounts select (one, other)).ToArbitrary(), pair =>
        {
            var (left, right) = pair;
            var (l, r) = (OfNanos(left), OfNanos(right));
            var (units, rest) = Int128.DivRem(Int128.Abs(left), 1_000_000_000);
            var whole = (long)Int128.Min(long.MaxValue, rest > 0 ? units + 1 : units) * Int128.Sign(left);
            return l.Nanos == left && (l + r).Nanos == left + right && (l - r).Nanos == left - right && l.CompareTo(r) == left.CompareTo(right) && (l == r) == (left == right)
                && l.ToInt64() == whole && (right == 0 || l.PartOf(r).Equals(((double)left / (double)right) + 0.0))
                && l.ToDouble().Equals(Int128.Abs(left) < 1L << 53 ? (long)left / 1e9 : (double)Int128.Sign(left) * ((double)units + ((long)rest / 1e9)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Any_bytes_are_a_quantity_or_none_and_never_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Quantity.TryParse(bytes, out var quantity) || quantity == Quantity.Zero)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Sums_differences_and_order_are_exact()
    {
        Assert.Equal(Quantity.Parse("300m"), Quantity.Parse("100m") + Quantity.Parse("200m"));
        Assert.Equal("0.3", (Quantity.Parse("0.1") + Quantity.Parse("0.2")).ToString());
        Assert.Equal(Quantity.Parse("-1Mi"), Quantity.FromUnits(1048576) - Quantity.Parse("2Mi"));
        Assert.True(Quantity.Parse("1Ki") > Quantity.Parse("1k") && Quantity.Parse("1k") <= Quantity.Parse("1000"));
        Assert.Equal(Quantity.Parse("2"), Quantity.Max(Quantity.Parse("2"), Quantity.Parse("1999m")));
    }

    // An independent reading: numerator and denominator as whole numbers, rounded away from zero at the nano, then capped.
    private static Int128 Model(string sign, string whole, string fraction, int exponent, int shift)
    {
        var numerator = BigInteger.Parse("0" + whole + fraction, CultureInfo.InvariantCulture) * BigInteger.Pow(2, shift) * 1_000_000_000;
        var denominator = BigInteger.Pow(10, fraction.Length);
        numerator *= BigInteger.Pow(10, Math.Max(exponent, 0));
        denominator *= BigInteger.Pow(10, Math.Max(-exponent, 0));
        var nanos = BigInteger.Min((numerator + denominator - 1) / denominator, (BigInteger)long.MaxValue * 1_000_000_000);
        return (Int128)(sign == "-" ? -nanos : nanos);
    }

    private static Quantity OfNanos(Int128 nanos) => new((long)(nanos >> 64), (ulong)(nanos & ulong.MaxValue));
}
