using System.Globalization;
using System.Text.Json;
using Quickstart.Backend;
using Quickstart.Page;
using Quickstart.Running;

namespace Quickstart.Checking;

/// <summary>
/// Tells the story once, each beat as soon as the page shows the one before, and asks the page — over HTTP, as a browser does — whether it is right.
/// </summary>
internal sealed class StoryCheck(Session session, TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>True if everything could be seen.</summary>
    public async Task<bool> RunAsync()
    {
        using var page = new HttpClient { BaseAddress = session.Address, Timeout = TimeSpan.FromSeconds(5) };
        foreach (var (chapter, beat) in session.Story!.Beats())
        {
            var began = time.GetTimestamp();
            await session.Story.PlayAsync(chapter, beat, CancellationToken.None);
            var (isSeen, seen) = await WaitAsync(page, beat.IsSeen);
            var took = time.GetElapsedTime(began).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            await output.WriteLineAsync($"{(isSeen ? "seen" : "NOT SEEN")}  {session.Story.Now.Title}: {beat.Caption} ({took} s)");
            if (!isSeen)
            {
                await output.WriteLineAsync(seen is null ? "the page has no data" : Summary(seen));
                return false;
            }

            if (HtmlCheck.Problem(await page.GetStringAsync("/"), seen!) is { } problem)
            {
                await output.WriteLineAsync(problem);
                return false;
            }
        }

        return true;
    }

    private async Task<(bool IsSeen, Seen? Seen)> WaitAsync(HttpClient page, Func<Seen, bool> isSeen)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            await using var json = await page.GetStreamAsync("/data.json");
            var seen = (await JsonSerializer.DeserializeAsync(json, PageJson.Default.PageModel))?.Seen;
            if (seen is not null && isSeen(seen))
            {
                return (true, seen);
            }

            if (time.GetElapsedTime(began) > Patience)
            {
                return (false, seen);
            }

            await Task.Delay(Pause, time);
        }
    }

    private static string Summary(Seen seen) => string.Join('\n', [
        .. seen.Nodes.Select(node => node.ToString()),
        .. seen.Workloads.Select(workload => workload.ToString()),
        .. seen.Pods.Select(pod => pod.ToString()),
        .. seen.Events.Take(20).Select(e => e.ToString()),
        .. seen.Lines.Take(20).Select(line => line.ToString()),
        seen.Totals.ToString(),
    ]);
}
