using Hex.Collectors.Host;

namespace Hex.Collectors.Tests.Host.Rules;

public class MountSelectionTests
{
    [Theory]
    [InlineData("28 1 8:1 / / rw,relatime shared:1 master:2 - ext4 /dev/sda1 rw", "/", "/dev/sda1", "ext4", "rw")]
    [InlineData("28 1 8:1 / /a\\040b\\011c\\134d ro,nosuid - nfs4 h:/x\\040y rw", "/a b\tc\\d", "h:/x y", "nfs4", "ro")]
    [InlineData("28 1 0:40 / /x rw - fuse.sshfs  rw", "/x", "rw", "fuse.sshfs", "rw")] // an empty source
    public void Line_is_parsed(string line, string point, string device, string type, string mode)
    {
        var mount = MountLine.Parse(System.Text.Encoding.UTF8.GetBytes(line));
        Assert.Equal((point, device, type, mode), (mount?.Point, mount?.Device, mount?.Type, mount?.Mode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("28 1 8:1 / / rw")]
    [InlineData("28 1 8:1 / relative rw - ext4 /dev/sda1 rw")]
    public void Other_lines_are_no_mounts(string line) => Assert.Null(MountLine.Parse(System.Text.Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Bind_mounts_of_a_file_system_are_the_file_system_once() =>
        Assert.Equal(["/", "/b"], Points(("8:1", "/sub", "/bind"), ("8:1", "/", "/"), ("8:1", "/", "/again"), ("8:2", "/x", "/b"), ("8:2", "/y", "/a")));

    [Fact]
    public void Mount_over_a_mount_hides_it() => Assert.Equal([("8:2", "/mnt")], Select(("8:1", "/", "/mnt"), ("8:2", "/", "/mnt")).Select(mount => (mount.Number, mount.Point)));

    [Fact]
    public void Types_and_places_are_left_out_by_default_and_can_be_had()
    {
        Mount[] mounts = [Of("0:1", "/", "/run", "tmpfs"), Of("0:2", "/", "/dev/x", "ext4"), Of("0:3", "/", "/snap/a", "squashfs"), Of("0:4", "/", "/d", "zfs")];
        Assert.Equal(["/d"], new MountSelection(new()).Select(mounts).Select(mount => mount.Point));
        FilesystemCollectorOptions options = new();
        options.ExcludeTypes.Remove("tmpfs");
        options.ExcludeMountPoints.Clear();
        Assert.Equal(["/run", "/dev/x", "/d"], new MountSelection(options).Select(mounts).Select(mount => mount.Point));
    }

    private static IEnumerable<string> Points(params (string Number, string Root, string Point)[] mounts) => Select(mounts).Select(mount => mount.Point);

    private static List<Mount> Select(params (string Number, string Root, string Point)[] mounts) =>
        new MountSelection(new()).Select(mounts.Select(mount => Of(mount.Number, mount.Root, mount.Point, "ext4")));

    private static Mount Of(string number, string root, string point, string type) => new(number, root, point, type, "/dev/x", "rw");
}
