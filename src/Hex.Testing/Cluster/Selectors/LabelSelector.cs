using System.Text.Json;
using System.Text.RegularExpressions;
using Hex.Testing.Cluster.Serving;

namespace Hex.Testing.Cluster.Selectors;

/// <summary>
/// A label selector. Grammar: requirement *( "," requirement ), where a requirement is <c>key</c>, <c>!key</c>,
/// <c>key=value</c>, <c>key==value</c>, <c>key!=value</c>, <c>key in (a,b)</c> or <c>key notin (a,b)</c>.
/// </summary>
internal sealed partial class LabelSelector
{
    private readonly List<Requirement> _requirements = [];

    private LabelSelector()
    {
    }

    private enum Operator
    {
        In,
        NotIn,
        Exists,
        NotExists,
    }

    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>Parses a query parameter; null selects everything.</summary>
    /// <exception cref="ApiException">400 when the text is no selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        var rest = text?.Trim() ?? "";
        while (rest.Length > 0)
        {
            var match = Grammar().Match(rest);
            if (!match.Success)
                throw ApiException.BadRequest($"unable to parse requirement: found '{rest}', expected: identifier, '!', 'in', 'notin', '=', '==', '!='");
            selector._requirements.Add(ToRequirement(match));
            rest = rest[match.Length..].TrimStart();
        }

        return selector;
    }

    public bool Matches(ReadOnlySpan<byte> json)
    {
        if (IsEmpty)
            return true;
        var labels = ReadLabels(json);
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels))
                return false;
        }

        return true;
    }

    private static Requirement ToRequirement(Match match)
    {
        var key = match.Groups["key"].Value;
        if (match.Groups["not"].Success)
            return new(key, Operator.NotExists, []);
        if (match.Groups["set"].Success)
        {
            var values = match.Groups["set"].Value.Split(',', StringSplitOptions.TrimEntries);
            return new(key, match.Groups["in"].Value == "in" ? Operator.In : Operator.NotIn, values);
        }

        if (match.Groups["op"].Success)
            return new(key, match.Groups["op"].Value == "!=" ? Operator.NotIn : Operator.In, [match.Groups["value"].Value]);
        return new(key, Operator.Exists, []);
    }

    private static Dictionary<string, string> ReadLabels(ReadOnlySpan<byte> json)
    {
        var labels = new Dictionary<string, string>();
        var reader = new Utf8JsonReader(json);
        if (!FieldPath.Enter(ref reader, "metadata") || !FieldPath.Enter(ref reader, "labels"))
            return labels;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
                labels[key] = reader.GetString()!;
            else
                reader.Skip();
        }

        return labels;
    }

    [GeneratedRegex(
        """
        ^\s*(?:(?<not>!)\s*)?(?<key>[A-Za-z0-9][A-Za-z0-9._/-]*)
        (?:\s+(?<in>in|notin)\s*\((?<set>[^()]*)\)|\s*(?<op>==|!=|=)\s*(?<value>[A-Za-z0-9._-]*))?\s*(?:,|$)
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grammar();

    private sealed record Requirement(string Key, Operator Operator, string[] Values)
    {
        // As in the API: != and notin hold where the label is missing.
        public bool Matches(Dictionary<string, string> labels) => Operator switch
        {
            Operator.Exists => labels.ContainsKey(Key),
            Operator.NotExists => !labels.ContainsKey(Key),
            Operator.In => labels.TryGetValue(Key, out var value) && Values.Contains(value),
            _ => !labels.TryGetValue(Key, out var value) || !Values.Contains(value),
        };
    }
}
