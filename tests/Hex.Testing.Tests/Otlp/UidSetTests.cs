using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hex.Testing.Otlp.Ledger;

namespace Hex.Testing.Tests.Otlp;

public sealed class UidSetTests
{
    [Fact]
    public void Set_agrees_with_a_hash_set() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), choices =>
        {
            var set = new UidSet();
            var model = new HashSet<UInt128>();
            foreach (var choice in choices)
            {
                // Few different ids, zero and equal halves among them.
                var id = new UInt128((ulong)choice % 8, (ulong)choice / 32);
                Assert.Equal(model.Add(id), set.Add(id));
            }

            Assert.Equal(model.Count, set.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Set_grows_past_its_first_array()
    {
        var set = new UidSet();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 50_000; i++)
                Assert.Equal(round == 0, set.Add(new UInt128((ulong)i % 250, (ulong)i)));
        }

        Assert.Equal(50_000, set.Count);
    }

    [Fact]
    public void Ids_in_a_grid_do_not_collide_into_long_runs()
    {
        // Counters in both halves, as a naive id has them: with a weak mix this takes minutes.
        var set = new UidSet();
        for (var high = 0UL; high < 1000; high++)
        {
            for (var low = 0UL; low < 1000; low++)
                set.Add(new UInt128(high, low));
        }

        Assert.Equal(1_000_000, set.Count);
        Assert.InRange(set.LongestRun, 0, 200);
    }

    [Fact]
    public void Hash_tells_ids_apart_whatever_their_form()
    {
        var ids = new List<string> { "\0", "a", "a\0", "0123456789abcde", "0123456789abcdef", "x0123456789abcdef", "0123456789abcdef\0" };
        ids.AddRange(Enumerable.Range(0, 20_000).Select(i => $"{i:x32}"));
        ids.AddRange(Enumerable.Range(0, 20_000).Select(i => $"some-longer-id-of-record-{i}"));
        ids.AddRange(Enumerable.Range(0, 20_000).Select(i => $"{i}-some-longer-id-of-record"));
        Assert.Equal(ids.Count, ids.Select(id => Hash128.Of(id)).Distinct().Count());
        Assert.All(ids.Take(100), id => Assert.Equal(Hash128.Of(id), Hash128.Of(Encoding.UTF8.GetBytes(id))));
        Assert.Equal(new UInt128(0, 255), Hash128.Of("000000000000000000000000000000ff"));
    }
}
