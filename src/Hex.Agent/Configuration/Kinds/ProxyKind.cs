using System.Diagnostics.CodeAnalysis;

namespace Hex.Agent.Configuration.Kinds;

/// <summary>A proxy's URL. It may hold a password, which is masked wherever the value is shown.</summary>
internal sealed class ProxyKind : OptionKind<string>
{
    public override string Name => "proxy URL";

    public override string Allowed => "\"\" (HTTPS_PROXY, HTTP_PROXY, NO_PROXY decide), or http://[user:password@]host:port";

    public override bool TryRead(RawValue raw, [MaybeNullWhen(false)] out string value, out string? part)
    {
        part = null;
        value = (raw as RawScalar)?.Value;
        return value is { Length: 0 } || (Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0);
    }

    public override string Write(string value) => WriteMasked(value);

    public override string WriteMasked(string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri))
        {
            return "\"\"";
        }

        return uri.UserInfo.Length == 0 ? YamlText.Scalar(value) : $"{uri.Scheme}://***@{uri.Authority}";
    }
}
