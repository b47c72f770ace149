using FsCheck;
using FsCheck.Fluent;
using Hex.Telemetry;

namespace Hex.Dedup.Tests;

public class SeenRecordsTests
{
    [Fact]
    public void Remembers_exactly_the_latest_as_a_plain_list_would()
    {
        // Few distinct ids and tiny tables: runs, wrap-around and removals in the middle of runs all happen.
        var schedule = Gen.Choose(1, 9).SelectMany(capacity => Gen.Choose(1, 24).Select(id => (ulong)id).ListOf(200).Select(ids => (capacity, ids.ToArray()))).ToArbitrary();
        Prop.ForAll(schedule, run =>
        {
            var seen = new SeenRecords(run.capacity);
            var model = new List<ulong>();
            foreach (var id in run.Item2)
            {
                if (seen.Add(id) == model.Contains(id))
                {
                    return false;
                }

                if (!model.Contains(id))
                {
                    model.Add(id);
                    if (model.Count > run.capacity)
                    {
                        model.RemoveAt(0);
                    }
                }

                if (seen.Count != model.Count || Enumerable.Range(1, 24).Any(each => seen.Contains((ulong)each) != model.Contains((ulong)each)))
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Ids_of_one_file_spread_over_the_table()
    {
        var seen = new SeenRecords(100_000);
        for (ulong i = 0; i < 300_000; i++)
        {
            Assert.True(seen.Add(new Id128(42, (7UL << 48) | (i << 9))));
        }

        Assert.False(seen.Add(new Id128(42, (7UL << 48) | (299_999UL << 9))));
        Assert.True(seen.Add(new Id128(42, 7UL << 48)));
    }

    [Fact]
    public void Record_without_an_id_is_never_a_repeat()
    {
        var seen = new SeenRecords(1);
        Assert.True(seen.Add(default));
        Assert.True(seen.Add(default));
        Assert.Equal(0, seen.Count);
        Assert.False(seen.Contains(default));
    }
}
