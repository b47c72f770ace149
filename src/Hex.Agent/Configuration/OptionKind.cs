using System.Diagnostics.CodeAnalysis;

namespace Hex.Agent.Configuration;

/// <summary>What values an option takes: how they are read, written and described.</summary>
/// <typeparam name="T">What a value is to the program.</typeparam>
internal abstract class OptionKind<T>
{
    /// <summary>The kind in a word or two, for the documentation, e.g. <c>duration</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What is allowed, for messages and the documentation, e.g. <c>end | beginning</c>.</summary>
    public abstract string Allowed { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="raw">What the source wrote.</param>
    /// <param name="value">What it means.</param>
    /// <param name="part">The part of it that is wrong, when the value is a list and one item is; null for the whole.</param>
    /// <returns>False when it is not allowed.</returns>
    public abstract bool TryRead(RawValue raw, [MaybeNullWhen(false)] out T value, out string? part);

    /// <summary>Writes a value as YAML would hold it.</summary>
    public abstract string Write(T value);

    /// <summary>Writes a value so that nothing of a secret shows.</summary>
    public virtual string WriteMasked(T value) => Write(value) is "" or "\"\"" ? "\"\"" : "***";
}
