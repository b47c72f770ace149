namespace Hex.Agent.Configuration;

/// <summary>Every option there is, and ways to find one.</summary>
internal sealed class OptionTable
{
    private readonly Dictionary<string, Option> _byKey;
    private readonly Dictionary<string, Option> _byVariable;
    private readonly HashSet<string> _sections;

    public OptionTable(IReadOnlyList<Option> all)
    {
        All = all;
        _byKey = all.ToDictionary(option => option.Key);
        _byVariable = all.ToDictionary(option => option.Variable);
        _sections = all.SelectMany(option => SectionsOf(option.Key)).ToHashSet();
    }

    /// <summary>In the order of the documentation.</summary>
    public IReadOnlyList<Option> All { get; }

    public Option? Find(string key) => _byKey.GetValueOrDefault(key);

    public Option? FindVariable(string name) => _byVariable.GetValueOrDefault(name);

    /// <summary>The map that a key is an entry of: <c>resource.attributes</c> for <c>resource.attributes.deployment.environment.name</c>.</summary>
    public Option? FindMapOf(string key) =>
        All.FirstOrDefault(option => option.IsMap && key.Length > option.Key.Length + 1 && key.StartsWith(option.Key + ".", StringComparison.Ordinal));

    public bool IsSection(string key) => _sections.Contains(key);

    /// <summary>What may stand directly below a section, for a message.</summary>
    public string KeysOfSection(string section) => string.Join(", ", All
        .Where(option => option.Key.StartsWith(section + ".", StringComparison.Ordinal))
        .Select(option => option.Key[(section.Length + 1)..].Split('.')[0])
        .Distinct());

    /// <summary>What to say of a key that is none.</summary>
    public string UnknownKey(string key) =>
        NearestKey.Of(key, All.Select(option => option.Key).Concat(_sections)) is { } nearest ? $"unknown key; nearest: {nearest}" : "unknown key";

    private static IEnumerable<string> SectionsOf(string key)
    {
        for (var dot = key.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = key.IndexOf('.', dot + 1))
        {
            yield return key[..dot];
        }
    }
}
