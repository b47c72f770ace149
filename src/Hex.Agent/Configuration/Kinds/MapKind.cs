using System.Diagnostics.CodeAnalysis;

namespace Hex.Agent.Configuration.Kinds;

/// <summary>Names of the user's own, each with a text: a YAML mapping, or <c>name=value,name=value</c> in variables and <c>--set</c>.</summary>
internal sealed class MapKind : OptionKind<IReadOnlyDictionary<string, string>>
{
    public override string Name => "map";

    public override string Allowed => "names with texts, e.g. { name: value }, or name=value,name=value";

    public override bool TryRead(RawValue raw, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, string> value, out string? part)
    {
        part = null;
        value = null;
        var map = new Dictionary<string, string>();
        switch (raw)
        {
            case RawMap entries:
                foreach (var entry in entries.Entries)
                {
                    map[entry.Key] = entry.Value;
                }

                break;
            case RawScalar scalar:
                var text = scalar.Value == "{}" ? "" : scalar.Value;
                foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    var equals = pair.IndexOf('=', StringComparison.Ordinal);
                    if (equals <= 0)
                    {
                        part = pair;
                        return false;
                    }

                    map[pair[..equals].TrimEnd()] = pair[(equals + 1)..].TrimStart();
                }

                break;
            default:
                return false;
        }

        value = map;
        return true;
    }

    public override string Write(IReadOnlyDictionary<string, string> value) => Write(value, YamlText.Scalar);

    public override string WriteMasked(IReadOnlyDictionary<string, string> value) => Write(value, text => text.Length == 0 ? "\"\"" : "***");

    private static string Write(IReadOnlyDictionary<string, string> value, Func<string, string> write) => value.Count == 0
        ? "{}"
        : "{ " + string.Join(", ", value.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{YamlText.Scalar(entry.Key)}: {write(entry.Value)}")) + " }";
}
