using Hex.Testing.Node;

namespace Quickstart.World.Voices;

/// <summary>What a service writes to its log.</summary>
internal interface IVoice
{
    /// <summary>One line of an ordinary day.</summary>
    Line Next(Random random, DateTimeOffset now);
}

/// <summary>A line of a container.</summary>
internal readonly record struct Line(string Text, LogStream Stream = LogStream.Stdout);
