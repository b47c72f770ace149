namespace Hex.Agent.Configuration.Sources;

/// <summary>Reads <c>--set key=value</c>; of a key set twice the last wins, entries of a map add up.</summary>
internal sealed class CommandLineSource(IReadOnlyList<string> assignments, OptionTable table, ICollection<Problem> problems)
{
    private static readonly Origin Origin = new("--set");

    public IReadOnlyList<Setting> Read()
    {
        var settings = new Dictionary<string, Setting>();
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                problems.Add(new Problem(Origin, "", $"{Printable.Quote(assignment)} is not key=value"));
                continue;
            }

            var key = assignment[..equals].Trim();
            var value = assignment[(equals + 1)..];
            if (table.Find(key) is { } option)
            {
                settings[key] = new Setting(option.Key, new RawScalar(value), Origin);
            }
            else if (table.FindMapOf(key) is { } map)
            {
                var before = settings.TryGetValue(map.Key, out var setting) && setting.Value is RawMap entries ? entries.Entries : [];
                settings[map.Key] = new Setting(map.Key, new RawMap([.. before, new(key[(map.Key.Length + 1)..], value)]), Origin);
            }
            else
            {
                problems.Add(new Problem(Origin, key, table.IsSection(key) ? $"is a section, not a value; its keys: {table.KeysOfSection(key)}" : table.UnknownKey(key)));
            }
        }

        return [.. settings.Values];
    }
}
