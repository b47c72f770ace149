namespace Hex.Agent.Configuration;

/// <summary>What an option is, and where that came from.</summary>
/// <param name="Option">The option.</param>
/// <param name="Origin">Where it came from.</param>
internal abstract record OptionValue(Option Option, Origin Origin)
{
    /// <summary>The value for people, secrets masked.</summary>
    public abstract string Shown { get; }
}

/// <inheritdoc/>
/// <typeparam name="T">What a value is to the program.</typeparam>
internal sealed record OptionValue<T>(Option<T> Of, T Value, Origin Origin) : OptionValue(Of, Origin)
{
    // Written only for whoever looks: a start reads every option and shows none.
    public override string Shown => Of.Shown(Value);

    // A record would print Value.
    public override string ToString() => $"{Option.Key}: {Shown}";
}
