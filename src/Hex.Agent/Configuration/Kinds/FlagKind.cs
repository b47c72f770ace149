namespace Hex.Agent.Configuration.Kinds;

/// <summary><c>true</c> or <c>false</c>; YAML 1.1's yes, on and the like are not taken, since what they mean differs between parsers.</summary>
internal sealed class FlagKind : OptionKind<bool>
{
    public override string Name => "flag";

    public override string Allowed => "true | false";

    public override bool TryRead(RawValue raw, out bool value, out string? part)
    {
        part = null;
        return bool.TryParse((raw as RawScalar)?.Value, out value);
    }

    public override string Write(bool value) => value ? "true" : "false";
}
