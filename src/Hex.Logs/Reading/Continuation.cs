namespace Hex.Logs.Reading;

/// <summary>
/// The one multi-line rule: a line continues the one before when it starts with white space, closes a block, or starts as stack traces go on:
/// <c>Caused by:</c>, <c>at </c>, <c>Traceback</c>, <c>... 12 more</c>, <c>Suppressed:</c>, <c>goroutine 1 [</c>.
/// </summary>
internal static class Continuation
{
    public static bool Matches(ReadOnlySpan<byte> line) =>
        line.IsEmpty
        || line[0] is (byte)' ' or (byte)'\t' or (byte)'}' or (byte)')'
        || line.StartsWith("Caused by"u8)
        || line.StartsWith("at "u8)
        || line.StartsWith("Traceback"u8)
        || line.StartsWith("... "u8)
        || line.StartsWith("Suppressed:"u8)
        || line.StartsWith("goroutine "u8)
        || IsPythonException(line);

    // The last line of a Python traceback: "ValueError: …", "shop.errors.NotFound: …".
    private static bool IsPythonException(ReadOnlySpan<byte> line)
    {
        var colon = line[..Math.Min(line.Length, 128)].IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        return name.Length is > 5 and < 128 && (name.EndsWith("Error"u8) || name.EndsWith("Exception"u8)) && name.IndexOf((byte)' ') < 0
            && name[0] is not ((byte)'[' or (byte)'{');
    }
}
