namespace Hex.Agent.Configuration;

/// <summary>What an option is, and where that came from.</summary>
/// <param name="Option">The option.</param>
/// <param name="Shown">The value for people, secrets masked.</param>
/// <param name="Origin">Where it came from.</param>
internal abstract record OptionValue(Option Option, string Shown, Origin Origin);

/// <inheritdoc/>
/// <typeparam name="T">What a value is to the program.</typeparam>
internal sealed record OptionValue<T>(Option Option, T Value, string Shown, Origin Origin) : OptionValue(Option, Shown, Origin)
{
    // A record would print Value.
    public override string ToString() => $"{Option.Key}: {Shown}";
}
