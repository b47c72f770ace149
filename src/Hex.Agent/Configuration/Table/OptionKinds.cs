using Hex.Agent.Configuration.Kinds;
using Hex.Logs;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Configuration.Table;

/// <summary>The kinds the table is made of.</summary>
internal static class OptionKinds
{
    public static readonly TextKind Text = new();
    public static readonly TextKind Path = new("path", "a path");
    public static readonly FlagKind Flag = new();
    public static readonly MapKind Map = new();
    public static readonly ProxyKind Proxy = new();
    public static readonly ListenKind Listen = new();
    public static readonly ListKind<string> Texts = new(Text);

    public static readonly ChoiceKind<Profile> Profiles = new(
        ("eks", Profile.Eks),
        ("gke", Profile.Gke),
        ("aks", Profile.Aks),
        ("kubernetes", Profile.Kubernetes),
        ("bare-metal", Profile.BareMetal),
        ("host", Profile.Host),
        ("none", Profile.None));

    public static readonly ListKind<Role> Roles = new(new ChoiceKind<Role>(("node", Role.Node), ("cluster", Role.Cluster)));

    public static readonly ListKind<ExporterKind> Exporters = new(new ChoiceKind<ExporterKind>(
        ("otlp", ExporterKind.Otlp),
        ("console", ExporterKind.Console),
        ("file", ExporterKind.File),
        ("discard", ExporterKind.Discard)));

    public static readonly ChoiceKind<CompressionChoice> Compression = new(
        ("auto", CompressionChoice.Auto),
        ("gzip", CompressionChoice.Gzip),
        ("none", CompressionChoice.None));

    public static readonly ChoiceKind<StartAt> Starts = new(("end", StartAt.End), ("beginning", StartAt.Beginning));

    public static readonly ChoiceKind<Auto> AutoFlag = new(("auto", Auto.Auto), ("true", Auto.True), ("false", Auto.False));

    public static readonly ChoiceKind<PageAudience> Audience = new(("loopback", PageAudience.Loopback), ("all", PageAudience.All));

    public static readonly ChoiceKind<LogFormat> Format = new(("json", LogFormat.Json), ("text", LogFormat.Text));

    public static readonly ChoiceKind<LogLevel> Level = new(
        ("debug", LogLevel.Debug),
        ("info", LogLevel.Information),
        ("warn", LogLevel.Warning),
        ("error", LogLevel.Error));

    public static DurationKind Duration(TimeSpan min, TimeSpan max) => new(min, max);

    public static SizeKind Size(long min, long max) => new(min, max);

    public static SizeKind Rate(long min, long max) => new(min, max, perSecond: true);
}
