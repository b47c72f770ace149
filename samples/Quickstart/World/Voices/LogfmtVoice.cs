namespace Quickstart.World.Voices;

/// <summary>A payment service that logs key=value pairs.</summary>
internal sealed class LogfmtVoice : IVoice
{
    private static readonly string[] Methods = ["card", "invoice", "wallet"];

    public Line Next(Random random, DateTimeOffset now)
    {
        var order = random.Next(100_000, 999_999);
        return random.Next(12) switch
        {
            0 => new($"level=warn msg=\"payment provider slow, asked again\" order={order} attempt=2"),
            1 => new($"level=error msg=\"card declined\" order={order} code=insufficient_funds"),
            _ => new($"level=info msg=\"order paid\" order={order} method={Methods[random.Next(Methods.Length)]} amount={random.Next(5, 400)}.{random.Next(10, 99)}"),
        };
    }
}
