using Hex.Logs.Files;
using Hex.Shared;

namespace Hex.Logs.Tests.Files;

public class NameTests
{
    [Theory]
    [InlineData("0.log", 0, "", false)]
    [InlineData("12.log", 12, "", false)]
    [InlineData("0.log.20261121-122757", 0, "20261121-122757", false)]
    [InlineData("0.log.20261121-122757.gz", 0, "20261121-122757", true)]
    public void Log_file_names_are_taken_apart(string text, int restart, string rotation, bool gzip)
    {
        Assert.True(LogFileName.TryParse(text, out var name));
        Assert.Equal((restart, rotation, gzip), (name.Restart, name.Rotation, name.IsGzip));
    }

    [Theory]
    [InlineData("0.log.20261121-122757.tmp")]
    [InlineData("0.log.20261121-122757.gz.tmp")]
    [InlineData(".log")]
    [InlineData("x.log")]
    [InlineData("-1.log")]
    [InlineData("0.logs")]
    [InlineData("0.log.")]
    [InlineData("0.log.gz")]
    [InlineData("99999999999.log")]
    public void Other_names_are_ignored(string text) => Assert.False(LogFileName.TryParse(text, out _));

    [Fact]
    public void Names_order_as_they_were_written()
    {
        string[] written = ["0.log.20261121-100000.gz", "0.log.20261121-110000", "0.log", "1.log.20261121-120000.gz", "1.log"];
        var names = written.Reverse().Select(text => LogFileName.TryParse(text, out var name) ? name : null!).ToList();
        names.Sort((a, b) => a.ComesAfter(b));
        Assert.Equal(written, names.Select(n => n.Text));
    }

    [Theory]
    [InlineData("shop_cart-0_c2109215-2891-4937-82e1-f47a89496ec7", "shop", "cart-0", "c2109215-2891-4937-82e1-f47a89496ec7")]
    [InlineData("kube-system_etcd-n1_0123456789abcdef0123456789abcdef", "kube-system", "etcd-n1", "0123456789abcdef0123456789abcdef")]
    [InlineData("a_b.c-d_e", "a", "b.c-d", "e")]
    public void Pod_directory_names_are_taken_apart(string text, string ns, string pod, string uid)
    {
        Assert.True(PodDirectoryName.TryParse(text, out var name));
        Assert.Equal(new PodDirectoryName(ns, pod, uid), name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("shop")]
    [InlineData("shop_cart")]
    [InlineData("_cart_uid")]
    [InlineData("shop__uid")]
    [InlineData("shop_cart_")]
    public void Other_directories_are_ignored(string text) => Assert.False(PodDirectoryName.TryParse(text, out _));

    [Fact]
    public void Record_ids_never_change()
    {
        // Written into position files and sent as log.record.uid: a change here makes every line of every node new again.
        var file = RecordHash.Of("8a5c/app/0/"u8);
        var one = RecordHash.RecordUid(file, 0, 1);
        Assert.NotEqual(one, RecordHash.RecordUid(file, 0, 2));
        Assert.NotEqual(one, RecordHash.RecordUid(file, 1, 1));
        Snapshot.Match($"{file} {one} {RecordHash.RecordUid(file, 123456789, 2)} {RecordHash.Of([])}", "Files/RecordIds");
    }
}
