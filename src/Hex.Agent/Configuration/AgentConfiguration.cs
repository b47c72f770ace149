namespace Hex.Agent.Configuration;

/// <summary>The effective configuration: a valid value for every option, and where it came from.</summary>
internal sealed class AgentConfiguration(IReadOnlyList<OptionValue> values)
{
    private readonly Dictionary<Option, OptionValue> _values = values.ToDictionary(value => value.Option);

    /// <summary>In the order of the documentation.</summary>
    public IReadOnlyList<OptionValue> Values => values;

    /// <summary>What an option is.</summary>
    public T Get<T>(Option<T> option) => ((OptionValue<T>)_values[option]).Value;

    /// <summary>True when someone has set the option; false when it is a default.</summary>
    public bool IsGiven(Option option) => !OriginOf(option).IsDefault;

    /// <summary>Where an option's value came from.</summary>
    public Origin OriginOf(Option option) => _values[option].Origin;
}
