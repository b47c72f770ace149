using Quickstart.World;

namespace Quickstart.Story;

/// <summary>Tells the chapters one after the other.</summary>
internal sealed class Storyteller
{
    private readonly Pace _pace;
    private readonly TimeProvider _time;
    private volatile StoryMoment _now;

    public Storyteller(ShopWorld world, Pace pace, TimeProvider time)
    {
        _pace = pace;
        _time = time;
        var stage = new Stage(world, pace, time);
        Chapters = [new AllWell(), new Rollout(stage), new CrashLoop(stage), new OutOfMemory(stage), new NodeAway(stage), new MetricsAway(stage)];
        _now = new StoryMoment([.. Chapters.Select(chapter => chapter.Title)], -1, "The cluster starts.", "");
    }

    public IReadOnlyList<IChapter> Chapters { get; }

    public StoryMoment Now => _now;

    /// <summary>Over and over, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                foreach (var (chapter, beat) in Beats())
                {
                    var began = _time.GetTimestamp();
                    await PlayAsync(chapter, beat, stop);
                    var left = _pace.Of(beat.Seconds) - _time.GetElapsedTime(began);
                    await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    public IEnumerable<(int Chapter, Beat Beat)> Beats() => Chapters.SelectMany((chapter, index) => chapter.Beats.Select(beat => (index, beat)));

    public async Task PlayAsync(int chapter, Beat beat, CancellationToken stop)
    {
        _now = _now with { Chapter = chapter, Caption = beat.Caption, LookFor = beat.LookFor };
        await beat.Play(stop);
    }
}
