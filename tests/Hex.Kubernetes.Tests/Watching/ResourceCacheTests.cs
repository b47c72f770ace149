using FsCheck;
using FsCheck.Fluent;
using Hex.Kubernetes.Tests.Watching.Model;

namespace Hex.Kubernetes.Tests.Watching;

public class ResourceCacheTests
{
    [Fact]
    public void Snapshots_show_each_published_state_whole_and_never_change() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var cache = new ResourceCache<ModelItem>();
        var model = new Dictionary<string, ModelItem>();
        var taken = new List<(ResourceSnapshot<ModelItem> Snapshot, HashSet<ModelItem> State)>();
        var isReplacing = false;
        for (var step = 0; step < 400; step++)
        {
            var item = new ModelItem($"n{random.Next(300)}", default, random.Next());
            item = item with { Uid = Uid.Parse(item.Name) };
            switch (random.Next(20))
            {
                case < 12:
                    cache.Upsert(item);
                    model[item.Name] = item;
                    break;
                case < 17:
                    cache.Remove(item);
                    model.Remove(item.Name);
                    break;
                case 17 when !isReplacing:
                    // A relist of about half of what is there: the rest was deleted unseen.
                    cache.BeginReplace();
                    foreach (var (name, kept) in model.ToArray())
                    {
                        if (random.Next(2) == 0)
                        {
                            model.Remove(name);
                        }
                        else
                        {
                            cache.Upsert(kept);
                        }
                    }

                    cache.EndReplace();
                    taken.Add((cache.Snapshot, [.. model.Values]));
                    break;
                default:
                    Assert.True(cache.FlushAsync(default).AsTask().IsCompletedSuccessfully);
                    taken.Add((cache.Snapshot, [.. model.Values]));
                    break;
            }
        }

        return taken.All(pair => pair.Snapshot.Count == pair.State.Count && pair.State.SetEquals(pair.Snapshot));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public async Task Readers_see_whole_states_while_the_writer_writes()
    {
        // Every published state holds one generation of all objects; a reader that saw two at once would have seen half a write.
        const int Objects = 1000;
        var cache = new ResourceCache<ModelItem>();
        Write(0);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var reads = 0;
            while (!stop.IsCancellationRequested)
            {
                var snapshot = cache.Snapshot;
                Assert.Equal(Objects, snapshot.Count);
                Assert.Single(snapshot.Select(item => item.Value).Distinct());
                reads++;
            }

            return reads;
        })).ToArray();
        for (var generation = 1; generation < 200; generation++)
        {
            Write(generation);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);

        void Write(int generation)
        {
            for (var i = 0; i < Objects; i++)
            {
                cache.Upsert(new ModelItem($"n{i}", Uid.Parse($"u{i}"), generation));
            }

            Assert.True(cache.FlushAsync(default).AsTask().IsCompletedSuccessfully);
        }
    }

    [Fact]
    public void One_change_copies_one_chunk_and_not_the_cache()
    {
        var cache = new ResourceCache<ModelItem>();
        for (var i = 0; i < 20_000; i++)
        {
            cache.Upsert(new ModelItem("n", Uid.Parse($"00000000-0000-0000-0000-{i:x12}"), 0));
        }

        Assert.True(cache.FlushAsync(default).AsTask().IsCompletedSuccessfully);
        var item = new ModelItem("n", Uid.Parse("00000000-0000-0000-0000-000000000007"), 1);
        Change();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Change();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1000, 4000);

        void Change()
        {
            cache.Upsert(item);
            Assert.True(cache.FlushAsync(default).AsTask().IsCompletedSuccessfully);
        }
    }
}
