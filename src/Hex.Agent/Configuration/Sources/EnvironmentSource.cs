namespace Hex.Agent.Configuration.Sources;

/// <summary>
/// Reads <c>HEX_</c> variables. An unknown one is a warning, not an error: a Kubernetes Service called hex-something puts
/// <c>HEX_SOMETHING_PORT</c> and the like into every pod of its namespace.
/// </summary>
internal sealed class EnvironmentSource(IReadOnlyDictionary<string, string> variables, OptionTable table, ICollection<Problem> warnings)
{
    public IReadOnlyList<Setting> Read()
    {
        var settings = new List<Setting>();
        foreach (var name in variables.Keys.Where(name => name.StartsWith(VariableName.Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (table.FindVariable(name) is { } option)
            {
                settings.Add(new Setting(option.Key, new RawScalar(variables[name]), new Origin(name)));
                continue;
            }

            var nearest = NearestKey.Of(name, table.All.Select(one => one.Variable));
            warnings.Add(new Problem(new Origin(name), "", $"unknown variable, ignored{(nearest is null ? "" : $"; nearest: {nearest}")}"));
        }

        return settings;
    }
}
