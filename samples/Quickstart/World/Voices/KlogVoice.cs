using System.Globalization;
using Hex.Testing.Node;

namespace Quickstart.World.Voices;

/// <summary>A part of Kubernetes, in the format those have.</summary>
internal sealed class KlogVoice : IVoice
{
    public Line Next(Random random, DateTimeOffset now)
    {
        var head = now.ToString("MMdd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        return random.Next(8) == 0
            ? new($"W{head}       1 proxier.go:{random.Next(100, 900)}] \"Endpoint not ready\" service=\"shop/checkout\"", LogStream.Stderr)
            : new($"I{head}       1 proxier.go:{random.Next(100, 900)}] \"Rules synced\" duration=\"{random.Next(8, 60)}ms\"", LogStream.Stderr);
    }
}
