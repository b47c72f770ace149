namespace Hex.Telemetry.Tests;

/// <summary>Always the same number: delays are then exactly their bound times it.</summary>
internal sealed class FixedRandom(double value) : Random
{
    public override double NextDouble() => value;
}
