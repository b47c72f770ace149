using System.Diagnostics.CodeAnalysis;

namespace Hex.Agent.Configuration.Kinds;

/// <summary>Any text.</summary>
internal sealed class TextKind(string name = "text", string allowed = "any text") : OptionKind<string>
{
    public override string Name => name;

    public override string Allowed => allowed;

    public override bool TryRead(RawValue raw, [MaybeNullWhen(false)] out string value, out string? part)
    {
        part = null;
        value = (raw as RawScalar)?.Value;
        return value is not null;
    }

    public override string Write(string value) => YamlText.Scalar(value);
}
