namespace Hex.Kubernetes.Tests.Watching;

public class JsonValueScannerTests
{
    // Runs of backslashes and quotes across the edges of blocks are what goes wrong.
    private const string Alphabet = "\"\"\\\\\\{{}}[]ab,:";

    [Fact]
    public void End_is_where_the_brackets_outside_strings_close_whatever_the_bytes_and_wherever_they_are_cut()
    {
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[1 + random.Next(300)];
            bytes[0] = (byte)'{';
            for (var i = 1; i < bytes.Length; i++)
            {
                bytes[i] = random.Next(4) == 0 ? (byte)'\\' : random.Next(3) == 0 ? (byte)'x' : (byte)Alphabet[random.Next(Alphabet.Length)];
            }

            var scanner = default(JsonValueScanner);
            var found = false;
            for (var length = 0; length < bytes.Length && !found;)
            {
                length = Math.Min(bytes.Length, length + 1 + random.Next(round % 2 == 0 ? 7 : 400));
                found = scanner.TryFindEnd(bytes.AsSpan(0, length));
            }

            Assert.Equal(End(bytes), (found, scanner.Scanned));
        }
    }

    [Fact]
    public void Deep_value_ends_with_its_last_bracket()
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(new string('[', 500) + new string(']', 500) + "]");
        var scanner = default(JsonValueScanner);
        Assert.True(scanner.TryFindEnd(bytes));
        Assert.Equal(1000, scanner.Scanned);
    }

    private static (bool Found, int Length) End(byte[] bytes)
    {
        var (depth, isInString, isEscaped) = (0, false, false);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (isEscaped)
            {
                isEscaped = false;
            }
            else if (bytes[i] == '\\')
            {
                isEscaped = true;
            }
            else if (bytes[i] == '"')
            {
                isInString = !isInString;
            }
            else if (!isInString && bytes[i] is (byte)'{' or (byte)'[')
            {
                depth++;
            }
            else if (!isInString && bytes[i] is (byte)'}' or (byte)']' && --depth == 0)
            {
                return (true, i + 1);
            }
        }

        return (false, bytes.Length);
    }
}
