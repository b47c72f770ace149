using System.Globalization;
using Hex.Logs.Tests.Reading;
using Hex.Telemetry;
using Hex.Testing;

namespace Hex.Logs.Tests.Model;

/// <summary>
/// Random schedules of writing, rotating, compressing, deleting, restarting containers, killing and restarting the reader, acknowledging late, in any order
/// or not at all. HEX_MODEL_SCHEDULES sets how many; HEX_MODEL_SEED runs one again.
/// </summary>
public class ModelTests
{
    private const int DefaultSchedules = 60;
    private const int Steps = 60;

    [Fact]
    public async Task Every_schedule_ends_with_every_line_once_and_in_order()
    {
        if (Environment.GetEnvironmentVariable("HEX_MODEL_SEED") is { } one)
        {
            await RunAsync(int.Parse(one, CultureInfo.InvariantCulture));
            return;
        }

        var count = int.Parse(Environment.GetEnvironmentVariable("HEX_MODEL_SCHEDULES") ?? "0", CultureInfo.InvariantCulture);
        for (var seed = 0; seed < (count == 0 ? DefaultSchedules : count); seed++)
        {
            await RunAsync(seed);
        }
    }

    private static async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        using var tree = new LogTree();
        var model = new LogModel(tree, random);
        var state = new MemoryState();
        var time = new FakeTimeProvider();
        List<Delivered> delivered = [];
        List<string> steps = [];
        File.WriteAllText(model.Current, "");
        var driver = new ReaderDriver(tree.Root, state, time: time);
        var (hasSeen, mustLive) = (false, false);
        for (var step = 0; step < Steps; step++)
        {
            var choice = random.Next(100);
            steps.Add(choice.ToString(CultureInfo.InvariantCulture));
            switch (choice)
            {
                case < 35: model.Line(); break;
                case < 45: model.Part(); break;
                case < 50: model.Torn(); break;
                case < 58: model.Rotate(); hasSeen = false; break;
                case < 61: model.Restart(); hasSeen = false; break;
                case < 64 when hasSeen: mustLive |= model.DeleteOldest(); break;
                case < 84:
                    await driver.ReadAsync(acknowledge: random.Next(2) == 0, quiet: TimeSpan.FromSeconds(random.Next(1, 4)));
                    hasSeen = true;
                    break;
                case < 88: driver.AcknowledgeHeld(); break;
                case < 92 when driver.Held.Count > 0:
                    // Out of order, and one given back.
                    var batch = driver.Held[random.Next(driver.Held.Count)];
                    driver.Held.Remove(batch);
                    if (random.Next(2) == 0)
                    {
                        batch.Acknowledge();
                    }

                    batch.Dispose();
                    break;
                case < 96:
                    if (mustLive)
                    {
                        // What only a handle still holds would be lost with the reader.
                        driver.AcknowledgeHeld();
                        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(35));
                        await driver.Reader.SavePositionsAsync();
                        mustLive = false;
                    }

                    delivered.AddRange(driver.Records);
                    if (random.Next(2) == 0)
                    {
                        await driver.KillAsync();
                    }
                    else
                    {
                        await driver.DisposeAsync();
                    }

                    driver = new ReaderDriver(tree.Root, state, time: time);
                    hasSeen = false;
                    break;
            }
        }

        model.End();
        driver.AcknowledgeHeld();
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(35));
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(5));
        delivered.AddRange(driver.Records);
        await driver.DisposeAsync();

        foreach (var stream in (LogStream[])[LogStream.Stdout, LogStream.Stderr])
        {
            var unique = delivered.Where(r => r.Stream == stream).DistinctBy(r => r.Uid).Select(r => r.Body).ToList();
            var expected = model.Expected[stream == LogStream.Stdout ? "stdout" : "stderr"];
            Assert.True(
                expected.SequenceEqual(unique),
                $"HEX_MODEL_SEED={seed} {stream}: {string.Join(' ', steps)}\nlost: {string.Join(" | ", expected.Except(unique).Take(5))}\nextra: {string.Join(" | ", unique.Except(expected).Take(5))}\nfirst difference at {expected.Zip(unique).TakeWhile(p => p.First == p.Second).Count()} of {expected.Count}, {unique.Count}");
        }

        Assert.DoesNotContain(delivered, r => r.Marks != LogRecordMarks.None);
        Assert.Equal(0, driver.Budget.Used);
    }
}
