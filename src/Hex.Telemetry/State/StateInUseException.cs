namespace Hex.Telemetry;

/// <summary>A state directory is in use: by another process, or by another store of this one.</summary>
/// <param name="directory">The directory.</param>
/// <param name="inner">What the system said.</param>
public sealed class StateInUseException(string directory, Exception inner) : Exception(
    $"The state directory {directory} is in use by another process, or by another store of this one. Give each a directory of its own, or end the other.", inner)
{
    /// <summary>The directory.</summary>
    public string Directory { get; } = directory;
}
