using Quickstart.Story;

namespace Quickstart.Page;

/// <summary>What is being told now. The only part that comes from the simulation, and it says so.</summary>
internal static class StorySection
{
    public static void Add(Html html, StoryMoment story)
    {
        html.Add($"<ol class=\"chapters\">");
        for (var i = 0; i < story.Titles.Count; i++)
        {
            html.Add($"<li class=\"{(i == story.Chapter ? "now" : "")}\">{story.Titles[i]}</li>");
        }

        html.Add($"</ol><p class=\"caption\">{story.Caption}</p>");
        if (story.LookFor.Length > 0)
        {
            html.Add($"<p class=\"look\"><b>Look for</b> {story.LookFor}</p>");
        }
    }
}
