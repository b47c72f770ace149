namespace Hex.Agent.Configuration;

/// <summary>What an option is, and where that came from.</summary>
/// <param name="Origin">Where it came from.</param>
internal abstract record OptionValue(Origin Origin)
{
    /// <summary>The option.</summary>
    public abstract Option Option { get; }

    /// <summary>The value for people, secrets masked. Written for whoever looks: a start reads every option and shows none.</summary>
    public abstract string Shown { get; }
}

/// <inheritdoc/>
/// <typeparam name="T">What a value is to the program.</typeparam>
internal sealed record OptionValue<T>(Option<T> Option, T Value, Origin Origin) : OptionValue(Origin)
{
    public override Option<T> Option { get; } = Option;

    public override string Shown => Option.Shown(Value);

    // A record would print Value.
    public override string ToString() => $"{Option.Key}: {Shown}";
}
