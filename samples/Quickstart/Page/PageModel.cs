using System.Text.Json.Serialization;
using Quickstart.Backend;
using Quickstart.Running;
using Quickstart.Story;

namespace Quickstart.Page;

/// <summary>What is on the page.</summary>
/// <param name="Source">Where the telemetry is from.</param>
/// <param name="Story">What is told.</param>
/// <param name="Seen">What the backend has; null when it is another's.</param>
internal sealed record PageModel(string Source, StoryMoment Story, Seen? Seen)
{
    public static PageModel Of(Options options, StoryMoment? story, Seen? seen) =>
        new(SourceOf(options), Caption(options, story), seen);

    private static string SourceOf(Options options) => options.IsSimulated
        ? "A simulated cluster: a shop on three nodes."
        : $"From {string.Join(" and ", new[] { options.Kubeconfig, options.Logs }.OfType<string>())}.";

    private static StoryMoment Caption(Options options, StoryMoment? story)
    {
        var told = story ?? StoryMoment.None with { Caption = "No story is told here: this is what there is." };
        return options.Endpoint is { } endpoint ? told with { LookFor = $"it at {endpoint}: telemetry goes there, so this page has none of it." } : told;
    }
}

/// <summary>The page as JSON.</summary>
[JsonSerializable(typeof(PageModel))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class PageJson : JsonSerializerContext;
