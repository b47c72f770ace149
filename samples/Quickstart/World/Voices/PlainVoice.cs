namespace Quickstart.World.Voices;

/// <summary>A worker that logs level and text.</summary>
internal sealed class PlainVoice : IVoice
{
    public Line Next(Random random, DateTimeOffset now)
    {
        var image = $"img-{random.Next(1000, 9999)}.jpg";
        return random.Next(10) switch
        {
            0 => new($"WARN  {image}: no colour profile, sRGB assumed"),
            1 => new($"DEBUG queue holds {random.Next(3, 60)} images"),
            _ => new($"INFO  {image} scaled to 320x240 in {random.Next(20, 400)} ms"),
        };
    }
}
