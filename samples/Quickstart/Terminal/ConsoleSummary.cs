using System.Globalization;
using Quickstart.Backend;
using Quickstart.Page;
using Quickstart.Running;

namespace Quickstart.Terminal;

/// <summary>A few lines every few seconds, out of what the page shows. Bold only where a terminal shows it.</summary>
internal sealed class ConsoleSummary(Session session, TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly bool _isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
    private string _caption = "";

    public async Task RunAsync(CancellationToken stop)
    {
        await output.WriteLineAsync($"{Bold("Hex quickstart")}  the page is at {Bold(session.Address.ToString())}  Ctrl-C ends it");
        using var ticks = new PeriodicTimer(Every, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stop))
            {
                await output.WriteAsync(Text());
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private string Text()
    {
        var text = "";
        if (session.Story is { } story && story.Now.Caption != _caption)
        {
            _caption = story.Now.Caption;
            text = $"\n{Bold(story.Now.Title)}  {_caption}\n";
        }

        return text + (session.Backend is { } backend ? State(backend.Look()) : $"{Now()}  telemetry goes to the backend you named\n");
    }

    private string State(Seen seen)
    {
        var pods = seen.Pods.GroupBy(pod => pod is { Status: "Running", IsReady: false } ? "not ready" : pod.Status, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} {Printable(group.Key)}").DefaultIfEmpty("none");
        var usage = seen.HasUsage
            ? $"{Amount.Cores(seen.Nodes.Sum(node => node.Cpu.Usage ?? 0))} cores, {Amount.Bytes(seen.Nodes.Sum(node => node.Memory.Usage ?? 0))} used"
            : "usage not known";
        return $"{Now()}  nodes {seen.Nodes.Count(node => node.Ready == "true")}/{seen.Nodes.Count} ready · pods {string.Join(", ", pods)} · {usage} · "
            + $"{seen.Totals.LinesPerSecond.ToString("0.#", CultureInfo.InvariantCulture)} lines/s · {seen.Events.Sum(e => e.Count)} events\n";
    }

    /// <summary>What a terminal would obey is not written to one.</summary>
    private static string Printable(string text) => string.Concat(text.Where(letter => !char.IsControl(letter)));

    private string Now() => time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private string Bold(string text) => _isTerminal ? $"\e[1m{text}\e[0m" : text;
}
