namespace Hex.Export.Grpc.Credentials;

/// <summary>What may stand in a header: the grammar of gRPC custom metadata (PROTOCOL-HTTP2, "Custom-Metadata").</summary>
internal static class HeaderText
{
    // Set by the transport itself, or by HTTP/2; a second value would break the call.
    private static readonly string[] Reserved =
        ["content-type", "content-length", "content-encoding", "te", "host", "connection", "transfer-encoding", "upgrade", "user-agent", "expect", "trailer"];

    /// <summary><c>name = 1*( %x30-39 / %x61-7A / "_" / "-" / "." )</c>, after lower-casing; null when it is one, else why not.</summary>
    public static string? NameError(string name)
    {
        if (name.Length is 0 or > 256)
            return "a header name is 1 to 256 characters";
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
                return "a header name is of letters, digits, '_', '-' and '.'";
        }
        if (name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase) || Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
            return "the transport sets this header itself";
        return null;
    }

    /// <summary><c>value = *( %x20-7E )</c>; null when it is one, else why not — without the value, which may be a secret.</summary>
    public static string? ValueError(ReadOnlySpan<byte> value)
    {
        if (value.Length > 8192)
            return $"{value.Length} bytes are too long for a header (8192)";
        var bad = value.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        return bad < 0 ? null : $"byte {bad + 1} is not printable ASCII, so it cannot be sent as a header";
    }

    /// <summary>The same for text.</summary>
    public static string? ValueError(string value)
    {
        if (value.Length > 8192)
            return $"{value.Length} characters are too long for a header (8192)";
        var bad = value.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        return bad < 0 ? null : $"character {bad + 1} is not printable ASCII, so it cannot be sent as a header";
    }
}
