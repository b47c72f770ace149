using FsCheck;
using FsCheck.Fluent;
using Hex.Kubernetes.Tests.Watching.Model;

namespace Hex.Kubernetes.Tests.Watching;

/// <summary>
/// Whatever happens between a server and the watch of one of its kinds, in whatever order: the cache ends in the server's state, the
/// loop still runs, and it never asked more often than its waits allow.
/// </summary>
public class ReflectorPropertyTests
{
    // HEX_TEST_SCHEDULES=100000 for a long run.
    private static readonly int Schedules = int.TryParse(Environment.GetEnvironmentVariable("HEX_TEST_SCHEDULES"), out var count) ? count : 3000;

    private enum Happening
    {
        Put,
        PutMany,
        Delete,
        DeleteAll,
        Compact,
        CompactAndReset,
        Reset,
        Close,
        Bookmark,
        Error410,
        Error500,
        Garbage,
        Silence,
        Seconds,
        Minutes,
        Faults,
        NoFaults,
        ToggleStreaming,
        ToggleBookmarks,
        ToggleEmptyCloses,
        ToggleClosingAll,
    }

    [Fact]
    public void Cache_ends_in_the_servers_state_after_any_schedule()
    {
        var happenings = Gen.Elements(Enum.GetValues<Happening>()).ListOf().Resize(60);
        var schedules = from all in happenings from seed in Gen.Choose(0, int.MaxValue - 1) select (all.ToArray(), seed);
        Prop.ForAll(Arb.From(schedules, Shorter), schedule =>
        {
            var fault = Fault(schedule.Item1, schedule.seed);
            return (fault is null).Label(fault ?? "");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Schedules));
    }

    private static IEnumerable<(Happening[], int)> Shorter((Happening[] Happenings, int Seed) schedule)
    {
        for (var size = schedule.Happenings.Length; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= schedule.Happenings.Length; at += size)
            {
                yield return ([.. schedule.Happenings[..at], .. schedule.Happenings[(at + size)..]], schedule.Seed);
            }
        }
    }

    private static string? Fault(Happening[] happenings, int seed)
    {
        var random = new Random(seed);
        using var run = new ReflectorRun(seed, server =>
        {
            server.CanStreamInitialList = random.Next(2) == 0;
            server.FaultPercent = random.Next(2) * random.Next(60);
            Put(server, random, random.Next(12));
        });
        foreach (var happening in happenings)
        {
            Happen(happening, run, random);
            if (run.Task.IsCompleted)
            {
                return "the loop ended";
            }
        }

        // From here on the world is well. The longest way back: a dead connection, noticed by the watch's own deadline.
        run.Server.FaultPercent = 0;
        run.Server.ClosesAllWatches = false;
        if (!run.Wait(() => run.IsEqual && run.Status.IsFresh, TimeSpan.FromMinutes(30)))
        {
            return $"{run.Status.State}, heard {run.Status.Age} ago, and differs from the server";
        }

        // A dead connection may have looked equal by chance: a last change must arrive too.
        run.Server.Put("last", 1);
        return !run.Wait(() => run.IsEqual, TimeSpan.FromMinutes(30)) ? "a change did not arrive"
            : run.Task.IsCompleted ? "the loop ended"
            : run.Server.WasSpunOn ? "the loop spun"
            : null;
    }

    private static void Put(ModelApiServer server, Random random, int count)
    {
        for (; count > 0; count--)
        {
            server.Put($"item-{random.Next(20):d2}", random.Next(1000));
        }
    }

    private static void Happen(Happening happening, ReflectorRun run, Random random)
    {
        var server = run.Server;
        switch (happening)
        {
            case Happening.Put:
                Put(server, random, 1);
                break;
            case Happening.PutMany:
                Put(server, random, 8);
                break;
            case Happening.Delete:
                server.Delete($"item-{random.Next(20):d2}");
                break;
            case Happening.DeleteAll:
                for (var i = 0; i < 20; i++)
                {
                    server.Delete($"item-{i:d2}");
                }

                break;
            case Happening.Compact:
                server.Compact();
                break;
            case Happening.CompactAndReset:
                server.Break(byReset: true);
                Put(server, random, 2);
                server.Delete($"item-{random.Next(20):d2}");
                server.Compact();
                break;
            case Happening.Reset or Happening.Close:
                server.Break(happening == Happening.Reset);
                break;
            case Happening.Bookmark:
                server.Bookmark();
                break;
            case Happening.Error410 or Happening.Error500:
                server.SendError(happening == Happening.Error410 ? 410 : 500, happening == Happening.Error410 ? "Expired" : "InternalError");
                break;
            case Happening.Garbage:
                server.SendGarbage(new[] { "{\"type\":\"ADDED\"}\n", "not json\n", "{\"type\":\"NEW\",\"object\":{}}\n", "\n\n", "{\"type\":\"ADDED\",\"object\":{\"metadata\":{}}}\n", "}\n" }[random.Next(6)]);
                break;
            case Happening.Silence:
                server.FaultPercent = server.FaultPercent == 0 ? 30 : server.FaultPercent;
                break;
            case Happening.Seconds or Happening.Minutes:
                run.Time.Advance(TimeSpan.FromSeconds(random.NextDouble() * (happening == Happening.Seconds ? 5 : 400)));
                break;
            case Happening.Faults or Happening.NoFaults:
                server.FaultPercent = happening == Happening.Faults ? random.Next(100) : 0;
                break;
            case Happening.ToggleStreaming:
                server.CanStreamInitialList = !server.CanStreamInitialList;
                break;
            case Happening.ToggleBookmarks:
                server.HasBookmarks = !server.HasBookmarks;
                break;
            case Happening.ToggleClosingAll:
                server.ClosesAllWatches = !server.ClosesAllWatches;
                break;
            default:
                server.ClosesExpiredWatches = !server.ClosesExpiredWatches;
                break;
        }
    }
}
