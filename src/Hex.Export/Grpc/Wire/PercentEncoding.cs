using System.Globalization;
using Hex.Export.Text;

namespace Hex.Export.Grpc.Wire;

/// <summary>Decodes <c>grpc-message</c>.</summary>
internal static class PercentEncoding
{
    /// <summary>
    /// <c>grpc-message = *( %x20-%x24 / %x26-%x7E / "%" 2HEXDIG )</c> over UTF-8 (gRPC PROTOCOL-HTTP2, "Status-Message").
    /// Malformed escapes are kept as they are, as the specification demands; the result is bounded and printable.
    /// </summary>
    public static string Decode(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return "";
        var limit = Math.Min(value.Length, (Printable.DefaultLimit + 1) * 12);
        var bytes = new byte[limit * 3];
        var length = 0;
        for (var i = 0; i < limit; i++)
        {
            if (value[i] == '%' && i + 2 < value.Length
                && byte.TryParse(value.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                bytes[length++] = code;
                i += 2;
            }
            else
            {
                length += System.Text.Encoding.UTF8.GetBytes(value.AsSpan(i, 1), bytes.AsSpan(length));
            }
        }
        return Printable.From(bytes.AsSpan(0, length));
    }
}
