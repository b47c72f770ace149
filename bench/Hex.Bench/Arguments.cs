using System.Globalization;

namespace Hex.Bench;

/// <summary>Words, and options of the form <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    public Arguments(IEnumerable<string> arguments, params string[] allowed)
    {
        using var words = arguments.GetEnumerator();
        while (words.MoveNext())
        {
            var word = words.Current;
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                Words.Add(word);
                continue;
            }

            if (!allowed.Contains(word[2..]))
                throw new UsageException($"{word}: no such option here; there are {string.Join(' ', allowed.Select(name => "--" + name))}");
            if (!words.MoveNext())
                throw new UsageException($"{word} needs a value");
            _options[word[2..]] = words.Current;
        }
    }

    public List<string> Words { get; } = [];

    public string? Text(string name) => _options.GetValueOrDefault(name);

    public string Required(string name) => Text(name) ?? throw new UsageException($"--{name} is needed");

    public long Number(string name, long otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException($"--{name} {text}: not a whole number");
    }
}

/// <summary>The command line cannot be understood.</summary>
internal sealed class UsageException(string message) : Exception(message);
