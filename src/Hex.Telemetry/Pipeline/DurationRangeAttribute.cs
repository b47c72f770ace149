using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Hex.Telemetry;

/// <summary>Bounds a <see cref="TimeSpan"/> option, both ends included. The range attribute of the framework needs reflection for it.</summary>
/// <param name="minimum">The shortest, as <c>[d.]hh:mm:ss[.fffffff]</c>.</param>
/// <param name="maximum">The longest.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class DurationRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    /// <summary>The shortest.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>The longest.</summary>
    public string Maximum { get; } = maximum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null || (value is TimeSpan duration && duration >= Parse(Minimum) && duration <= Parse(Maximum));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} must be between {Minimum} and {Maximum} ([d.]hh:mm:ss).";

    private static TimeSpan Parse(string text) => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture);
}
