using Hex.Testing.Node;

namespace Quickstart.World.Voices;

/// <summary>A web server that logs requests as JSON; now and then somebody tries what a search field will do with markup.</summary>
internal sealed class JsonVoice(string root = "") : IVoice
{
    private static readonly string[] Paths = ["/", "/cart", "/product/4711", "/product/73", "/search?q=lamp", "/orders", "/static/app.css"];

    public Line Next(Random random, DateTimeOffset now)
    {
        var duration = random.Next(2, 90);
        return random.Next(24) switch
        {
            0 => new($$"""{"level":"error","msg":"upstream timed out","path":"{{root}}/orders","status":504,"ms":5000}""", LogStream.Stderr),
            1 => new($$"""{"level":"warn","msg":"slow request","path":"{{root}}/search?q=lamp","status":200,"ms":{{900 + duration}}}"""),
            2 => new($$"""{"level":"warn","msg":"rejected","path":"{{root}}/search?q=<script>alert(1)</script>","status":400,"ms":1}"""),
            _ => new($$"""{"level":"info","msg":"GET {{root}}{{Paths[random.Next(Paths.Length)]}}","status":200,"ms":{{duration}}}"""),
        };
    }
}
