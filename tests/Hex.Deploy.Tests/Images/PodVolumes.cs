using System.Text;
using Hex.Deploy.Tests.Processes;
using Hex.Deploy.Tests.Rendering;

namespace Hex.Deploy.Tests.Images;

/// <summary>The directories a kubelet would make for a pod of the chart, laid out as it lays them out: files are links through <c>..data</c>, so that all change at once.</summary>
internal sealed class PodVolumes(Chart chart, Manifest pod, string hostPath) : IDisposable
{
    private int _version;

    public string Root { get; } = Directory.CreateTempSubdirectory("hex-volumes-").FullName;

    /// <summary>Makes them, and says how podman mounts them.</summary>
    public async Task<IReadOnlyList<string>> MakeAsync()
    {
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
        var mounts = pod.At("containers").Items.Single().At("volumeMounts").Items;
        var options = new List<string>();
        foreach (var mount in mounts)
        {
            var volume = pod.At("volumes").Items.Single(one => one.Text("name") == mount.Text("name"));
            var folder = volume.Has("hostPath") ? hostPath : Directory.CreateDirectory(Path.Combine(Root, mount.Text("name")!)).FullName;
            if (volume.Has("emptyDir"))
                File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
            else if (!volume.Has("hostPath"))
                await WriteAsync(folder, FilesOf(volume));
            // Mount points of volumes within this one.
            foreach (var inner in mounts.Select(one => one.Text("mountPath")!).Where(path => path.StartsWith(mount.Text("mountPath") + "/", StringComparison.Ordinal)))
                Directory.CreateDirectory(Path.Combine(folder, Path.GetRelativePath(mount.Text("mountPath")!, inner)));
            options.Add($"--volume={folder}:{mount.Text("mountPath")}{(mount.Text("readOnly") == "true" ? ":ro" : "")}");
        }

        return options;
    }

    /// <summary>Changes a volume's files, as the kubelet does when a Secret has changed.</summary>
    public Task ChangeAsync(string volume, string file, string text) => WriteAsync(Path.Combine(Root, volume), new() { [file] = text });

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private Dictionary<string, string> FilesOf(Manifest volume)
    {
        if (volume.Has("configMap"))
            return chart.Of("ConfigMap", volume.Text("configMap", "name")).At("data").Flat();
        var data = chart.Of("Secret", volume.Text("secret", "secretName")).At("data");
        return volume.At("secret", "items").Items.ToDictionary(
            item => item.Text("path")!, item => Encoding.UTF8.GetString(Convert.FromBase64String(data.Text(item.Text("key")!)!)));
    }

    private async Task WriteAsync(string folder, Dictionary<string, string> files)
    {
        var version = Directory.CreateDirectory(Path.Combine(folder, $"..{++_version}"));
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(version.FullName, name);
            await File.WriteAllTextAsync(path, text);
            File.SetUnixFileMode(path, (UnixFileMode)0b100_100_000);
            if (!File.Exists(Path.Combine(folder, name)))
                File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine("..data", name));
        }

        // root's, and the fsGroup's to read.
        (await ToolOutput.RunAsync("chown", ["-R", $"0:{pod.Text("securityContext", "fsGroup")}", version.FullName]))!.Good();
        // Renamed, so that there is no moment without it; .NET would look at what the link leads to.
        var link = Path.Combine(folder, "..data");
        File.CreateSymbolicLink(link + "_tmp", version.Name);
        (await ToolOutput.RunAsync("mv", ["-T", link + "_tmp", link]))!.Good();
    }
}
