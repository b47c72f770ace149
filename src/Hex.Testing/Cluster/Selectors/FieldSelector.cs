using Hex.Testing.Cluster.Serving;
using Hex.Testing.Cluster.Storage;

namespace Hex.Testing.Cluster.Selectors;

/// <summary>
/// A field selector. Grammar: term *( "," term ), term: <c>field=value</c>, <c>field==value</c> or <c>field!=value</c>, where a
/// backslash escapes a comma, an equals sign or a backslash in the value.
/// </summary>
internal sealed class FieldSelector
{
    private const int NameField = -1;
    private const int NamespaceField = -2;

    private readonly ApiResource _resource;
    private readonly List<(int Field, string Value, bool Equal)> _terms = [];

    private FieldSelector(ApiResource resource) => _resource = resource;

    public bool IsEmpty => _terms.Count == 0;

    /// <summary>Parses a query parameter; null selects everything.</summary>
    /// <exception cref="ApiException">400 when the text is no selector or the resource has no such field.</exception>
    public static FieldSelector Parse(string? text, ApiResource resource)
    {
        var selector = new FieldSelector(resource);
        foreach (var term in SplitTerms(text ?? ""))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw ApiException.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            var equal = term[at - 1] != '!';
            var name = term[..(equal ? at : at - 1)];
            var value = term[(at + 1 < term.Length && term[at + 1] == '=' ? at + 2 : at + 1)..];
            selector._terms.Add((IndexOf(resource, name), Unescape(value), equal));
        }

        return selector;
    }

    public bool Matches(StoredObject candidate)
    {
        foreach (var (field, value, equal) in _terms)
        {
            var actual = field switch
            {
                NameField => candidate.Key.Name,
                NamespaceField => candidate.Key.Namespace,
                _ => candidate.Field(_resource, field),
            };
            if (string.Equals(actual, value, StringComparison.Ordinal) != equal)
                return false;
        }

        return true;
    }

    private static int IndexOf(ApiResource resource, string name)
    {
        if (name == "metadata.name")
            return NameField;
        if (name == "metadata.namespace" && resource.Namespaced)
            return NamespaceField;
        for (var i = 0; i < resource.SelectableFields.Count; i++)
        {
            if (resource.SelectableFields[i] == name)
                return i;
        }

        throw ApiException.BadRequest($"field label not supported: {name}");
    }

    private static IEnumerable<string> SplitTerms(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '\\')
            {
                i++;
            }
            else if (i == text.Length || text[i] == ',')
            {
                if (i > start)
                    yield return text[start..i];
                start = i + 1;
            }
        }
    }

    private static string Unescape(string value) =>
        value.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\=", "=", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
}
