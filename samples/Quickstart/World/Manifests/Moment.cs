using System.Globalization;

namespace Quickstart.World.Manifests;

/// <summary>Time as the API server writes it.</summary>
internal static class Moment
{
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
