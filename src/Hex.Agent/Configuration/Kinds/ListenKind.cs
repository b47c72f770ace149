using Hex.Agent.Http;

namespace Hex.Agent.Configuration.Kinds;

/// <summary>Where to listen; see <see cref="ListenAddress"/>.</summary>
internal sealed class ListenKind : OptionKind<ListenAddress>
{
    public override string Name => "listen address";

    public override string Allowed => ListenAddress.Allowed;

    public override bool TryRead(RawValue raw, out ListenAddress value, out string? part)
    {
        part = null;
        value = default;
        return raw is RawScalar scalar && ListenAddress.TryParse(scalar.Value, out value);
    }

    public override string Write(ListenAddress value) => YamlText.Scalar(value.ToString());
}
