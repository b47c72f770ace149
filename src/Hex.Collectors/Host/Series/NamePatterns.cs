using System.IO.Enumeration;

namespace Hex.Collectors.Host;

/// <summary>Names and patterns with <c>*</c> and <c>?</c>.</summary>
internal sealed class NamePatterns(IEnumerable<string> patterns)
{
    private readonly string[] _patterns = [.. patterns];

    public bool Match(ReadOnlySpan<char> name)
    {
        foreach (var pattern in _patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }
}
