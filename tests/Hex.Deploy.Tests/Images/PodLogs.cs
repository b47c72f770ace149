namespace Hex.Deploy.Tests.Images;

/// <summary>A node's log directory as the kubelet and containerd make it: one container's log of one line, root's, mode 0640; and room for positions.</summary>
internal sealed class PodLogs : IDisposable
{
    private readonly string _log;

    public PodLogs()
    {
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
        var container = Directory.CreateDirectory(Path.Combine(Pods, "shop_web-1_6b1f0c2e-0d5c-4d0a-9a1c-0f5a6f2f9f10", "web")).FullName;
        _log = Path.Combine(container, "0.log");
        Append("one line");
        File.SetUnixFileMode(_log, (UnixFileMode)0b110_100_000);
        Directory.CreateDirectory(State);
        File.SetUnixFileMode(State, (UnixFileMode)0b111_111_111);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("hex-image-").FullName;

    public string Pods => Path.Combine(Root, "pods");

    public string State => Path.Combine(Root, "state");

    /// <summary>Where they are in the image.</summary>
    public string[] Mounts => [$"--volume={Pods}:/var/log/pods:ro", $"--volume={State}:/var/lib/hex-agent"];

    public void Append(string text) => File.AppendAllText(_log, $"2026-01-02T03:04:05.678901234Z stdout F {text}\n");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
