using System.Globalization;

namespace Quickstart.Page;

/// <summary>Amounts as people who know Kubernetes read them.</summary>
internal static class Amount
{
    public const string Unknown = "–";

    public static string Cores(double? cores) => cores switch
    {
        null => Unknown,
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{cores * 1000:0}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{cores:0.##}"),
    };

    public static string Bytes(double? bytes) => bytes switch
    {
        null => Unknown,
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:0}Ki"),
        < 1024 * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024 * 1024):0}Mi"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024 * 1024 * 1024):0.##}Gi"),
    };

    public static string Count(double? count) => count?.ToString("0", CultureInfo.InvariantCulture) ?? Unknown;
}
