using System.Buffers;

namespace Hex.Telemetry;

/// <summary>What names of states may hold: <c>[a-z0-9-]+</c>, so that they are file names and Lease names everywhere.</summary>
internal static class StateName
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new ArgumentException($"State name '{name}' must hold lower-case letters, digits and dashes only.", nameof(name));
        }
    }
}
