using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hex.Export.Grpc.Compression;
using Hex.Shared;

namespace Hex.Export.Tests.Grpc;

public class CompressionTests
{
    private const int Window = 32 * 1024;

    [Fact]
    public void Message_comes_back_from_an_ordinary_gunzip() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Gen.Choose(1, 5000).ToArbitrary(), (bytes, repeat) => ComesBack([.. Enumerable.Repeat(bytes, repeat).SelectMany(b => b)]))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Every_short_length_comes_back()
    {
        var noise = Noise(600, 1);
        for (var length = 0; length <= noise.Length; length++)
        {
            Assert.True(ComesBack(noise[..length]), $"{length} bytes of noise");
            Assert.True(ComesBack([.. Enumerable.Repeat((byte)'a', length)]), $"{length} times the same");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(Window - 1)]
    [InlineData(Window)]
    [InlineData(Window + 1)]
    [InlineData((2 * Window) - 1)]
    [InlineData(2 * Window)]
    [InlineData((2 * Window) + 1)]
    public void Repetition_at_any_distance_comes_back(int distance)
    {
        var noise = Noise(distance, distance);
        Assert.True(ComesBack([.. Enumerable.Repeat(noise, (300_000 / distance) + 2).SelectMany(b => b)]));
    }

    [Fact]
    public void Match_of_any_length_comes_back()
    {
        // 258 is the longest match there is; what is left of a longer one must not be shorter than three.
        var noise = Noise(1100, 3);
        for (var length = 1; length < 1100; length++)
            Assert.True(ComesBack([.. noise, 0, .. noise[..length], 255, .. Noise(64, length)]), $"a match of {length}");
    }

    [Fact]
    public void Copies_of_copies_of_everything_come_back()
    {
        // The model: pieces of noise, text and binary numbers, and copies from anywhere before, over several times the reach of the table.
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var message = new List<byte>();
            while (message.Count < 400_000)
            {
                var length = random.Next(4) == 0 ? random.Next(1, 2000) : random.Next(1, 40);
                if (message.Count > 0 && random.Next(3) > 0)
                {
                    var from = message.Count - random.Next(1, Math.Min(message.Count, random.Next(2) == 0 ? 100 : 100_000) + 1);
                    for (var i = 0; i < length; i++)
                        message.Add(message[from + i]);
                }
                else
                {
                    for (var i = 0; i < length; i++)
                        message.Add((byte)(random.Next(2) == 0 ? random.Next(256) : random.Next('a', 'g')));
                }
            }
            Assert.True(ComesBack([.. message]), $"seed {seed}");
        }
    }

    [Fact]
    public void Nothing_is_written_beyond_the_room_and_what_does_not_fit_is_refused()
    {
        var message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 900).Select(i => $"line {i * 7919 % 1000} of {i}\n")));
        var whole = new byte[message.Length];
        var needed = Gzip.Compress(message, whole);
        Assert.InRange(needed, 1, message.Length - 1);
        var fitted = false;
        for (var room = 0; room < needed + 200; room++)
        {
            var output = new byte[room + 64];
            output.AsSpan().Fill(0xA5);
            var length = Gzip.Compress(message, output.AsSpan(0, room));
            Assert.False(output.AsSpan(room).ContainsAnyExcept((byte)0xA5), $"written beyond {room} bytes");
            Assert.True(length == 0 || length == needed);
            fitted |= length == needed;
        }
        Assert.True(fitted);
    }

    [Fact]
    public void Noise_is_refused_and_the_next_message_is_fine()
    {
        var noise = Noise(200_000, 7);
        Assert.Equal(0, Gzip.Compress(noise, new byte[noise.Length]));
        Assert.True(ComesBack(new byte[50_000]));
    }

    [Fact]
    public void Recorded_logs_get_smaller_than_by_the_runtimes_fastest_level()
    {
        var logs = Directory.GetFiles(Path.Combine(Repository.Fixtures, "var-log", "pods"), "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        byte[] message = [.. logs.SelectMany(File.ReadAllBytes)];
        using var theirs = new MemoryStream();
        using (var gzip = new GZipStream(theirs, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(message);
        Assert.True(ComesBack(message));
        Assert.InRange(Gzip.Compress(message, new byte[message.Length]), 1, theirs.Length);
    }

    [Fact]
    public void Text_of_any_script_gets_smaller()
    {
        var text = string.Concat(Enumerable.Range(0, 4000).Select(i => $"容器 {i * 31 % 977} が再起動しました、état: échoué №{i}\n"));
        var message = Encoding.UTF8.GetBytes(text);
        Assert.InRange(Gzip.Compress(message, new byte[message.Length]), 1, message.Length / 3);
    }

    [Fact]
    public void Codes_are_complete()
    {
        // Kraft's sum is one: no sequence of bits is without a meaning, and none has two.
        Assert.Equal((286, 1), Kraft(HuffmanCodes.LiteralAndLengthBits));
        Assert.Equal((30, 1), Kraft(HuffmanCodes.DistanceBits));
    }

    [Fact]
    public void Checksum_is_that_of_a_bit_by_bit_one()
    {
        var noise = Noise(1000, 9);
        for (var length = 0; length <= noise.Length; length++)
            Assert.Equal(SlowCrc32(noise.AsSpan(0, length)), Crc32.Of(noise.AsSpan(0, length)));
        Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));
    }

    [Theory]
    [InlineData("DOTNET_EnableVAES")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Instructions_that_were_taken_away_are_away(string instructions)
    {
        // OtherProcessorsTests would show nothing if the runtime did not listen.
        var isThere = instructions switch
        {
            "DOTNET_EnableVAES" => Pclmulqdq.V256.IsSupported,
            "DOTNET_EnableAVX2" => Vector256.IsHardwareAccelerated,
            _ => Vector128.IsHardwareAccelerated,
        };
        Assert.False(isThere && Environment.GetEnvironmentVariable(instructions) == "0");
    }

    [Fact]
    public void Many_threads_compress_at_once() => Parallel.For(0, 64, i => Assert.True(ComesBack([.. Enumerable.Repeat((byte)i, 10_000 + (i * 100))])));

    private static (int Codes, double Sum) Kraft(ReadOnlySpan<byte> digits) =>
        (digits.Length, digits.ToArray().Sum(digit => Math.Pow(2, -int.Parse([(char)digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture))));

    private static bool ComesBack(byte[] message)
    {
        var output = new byte[message.Length + (message.Length / 2) + 1000];
        var length = Gzip.Compress(message, output);
        Assert.Equal(message.Length, BinaryPrimitives.ReadInt32LittleEndian(output.AsSpan(length - 4)));
        using var stream = new GZipStream(new MemoryStream(output, 0, length), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray().AsSpan().SequenceEqual(message);
    }

    private static byte[] Noise(int length, int seed)
    {
        var noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private static uint SlowCrc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return ~crc;
    }
}
