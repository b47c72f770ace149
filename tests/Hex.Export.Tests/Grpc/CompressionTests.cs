using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hex.Export.Grpc;
using Hex.Export.Grpc.Compression;

namespace Hex.Export.Tests.Grpc;

public class CompressionTests
{
    public static TheoryData<bool> Compressors => [false, true];

    [Theory]
    [MemberData(nameof(Compressors))]
    public void Message_comes_back_from_an_ordinary_gunzip(bool isal)
    {
        using var compressor = Create(isal);
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Gen.Choose(1, 5000).ToArbitrary(), (bytes, repeat) =>
        {
            var message = Enumerable.Repeat(bytes, repeat).SelectMany(b => b).ToArray();
            var output = new byte[message.Length + 1000];
            var length = compressor.Compress(message, output);
            return message.Length == 0 || Gunzip(output.AsSpan(0, length)).AsSpan().SequenceEqual(message);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Compressors))]
    public void Message_that_does_not_fit_is_refused_and_the_next_is_fine(bool isal)
    {
        using var compressor = Create(isal);
        var random = new Random(7);
        var noise = new byte[200_000];
        random.NextBytes(noise);
        Assert.Equal(0, compressor.Compress(noise, new byte[noise.Length]));
        for (var room = 0; room < 60; room++)
            Assert.Equal(0, compressor.Compress(noise, new byte[room]));
        var output = new byte[1000];
        var length = compressor.Compress(new byte[50_000], output);
        Assert.Equal(new byte[50_000], Gunzip(output.AsSpan(0, length)));
    }

    [Theory]
    [MemberData(nameof(Compressors))]
    public void Log_lines_shrink_to_less_than_half(bool isal)
    {
        using var compressor = Create(isal);
        var text = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
            text.Append($"2026-11-21T18:00:{i % 60:00}.{i * 7919 % 1000000:000000}Z level=info msg=\"request {i * 31 % 977} handled\" path=/api/v1/items/{i * 17 % 4999}\n");
        var message = Encoding.UTF8.GetBytes(text.ToString());
        Assert.InRange(compressor.Compress(message, new byte[message.Length]), 1, message.Length / 2);
    }

    [Fact]
    public void Auto_takes_libisal_only_where_it_works()
    {
        using var with = CompressorPool.For(GrpcCompression.Auto, () => true)!;
        using var without = CompressorPool.For(GrpcCompression.Auto, () => false)!;
        using var gzip = CompressorPool.For(GrpcCompression.Gzip, () => throw new InvalidOperationException("not asked"))!;
        Assert.Equal(("gzip (libisal)", "gzip", "gzip"), (with.Name, without.Name, gzip.Name));
        Assert.Null(CompressorPool.For(GrpcCompression.None));
        Assert.Contains("libisal2", Assert.Throws<ArgumentException>(() => CompressorPool.For(GrpcCompression.Isal, () => false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pool_works_from_many_threads_at_once()
    {
        using var pool = CompressorPool.For(GrpcCompression.Auto)!;
        Parallel.For(0, 64, i =>
        {
            var message = new byte[10_000 + (i * 100)];
            message.AsSpan().Fill((byte)i);
            var output = new byte[message.Length];
            var length = pool.Compress(message, output);
            Assert.Equal(message, Gunzip(output.AsSpan(0, length)));
        });
    }

    private static IMessageCompressor Create(bool isal)
    {
        if (!isal)
            return new InBoxCompressor();
        if (!IsalCompressor.IsUsable())
            Assert.Skip("libisal.so.2 is not installed (Debian: libisal2)");
        return new IsalCompressor();
    }

    private static byte[] Gunzip(ReadOnlySpan<byte> gzip)
    {
        using var stream = new GZipStream(new MemoryStream(gzip.ToArray()), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
