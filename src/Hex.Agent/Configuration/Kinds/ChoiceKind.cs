using System.Diagnostics.CodeAnalysis;

namespace Hex.Agent.Configuration.Kinds;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceKind<T>(params (string Word, T Value)[] choices) : OptionKind<T>
    where T : notnull
{
    public override string Name => "choice";

    public override string Allowed => string.Join(" | ", choices.Select(choice => choice.Word));

    public override bool TryRead(RawValue raw, [MaybeNullWhen(false)] out T value, out string? part)
    {
        part = null;
        foreach (var choice in choices)
        {
            if (raw is RawScalar scalar && scalar.Value == choice.Word)
            {
                value = choice.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public override string Write(T value) => choices.First(choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Word;
}
