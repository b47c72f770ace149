using System.Globalization;
using Hex.Testing.Node;

namespace Hex.Agent.EndToEnd.Agents;

/// <summary>A directory of a test's own, with a log tree and a state directory; removed at the end.</summary>
internal sealed class Workspace : IDisposable
{
    private int _pods;

    public Workspace()
    {
        Root = Directory.CreateTempSubdirectory("hex-e2e-").FullName;
        Directory.CreateDirectory(Pods);
        Directory.CreateDirectory(State);
    }

    public string Root { get; }

    /// <summary>Like <c>/var/log/pods</c>.</summary>
    public string Pods => Path.Combine(Root, "pods");

    public string State => Path.Combine(Root, "state");

    /// <summary>The directory of a container of a new pod.</summary>
    public string NewContainer(string pod = "web", string @namespace = "shop", string container = "app")
    {
        var uid = new Guid(++_pods, 0, 0x4000, [0x80, 0, 0, 0, 0, 0, 0, 1]);
        var path = Path.Combine(Pods, $"{@namespace}_{pod}_{uid:D}", container);
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>The log of a new pod's container, with these bytes.</summary>
    public string NewLog(ReadOnlySpan<byte> content, string pod = "web")
    {
        var path = Path.Combine(NewContainer(pod), "0.log");
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A node with eight containers that rotate and delete nothing: whatever is missing at the end is the agent's fault.</summary>
    public SimulatedNode NewNode()
    {
        var node = new SimulatedNode(new SimulatedNodeOptions
        {
            Root = Pods,
            MaxFileBytes = 256 << 10,
            MaxFiles = 1000,
            RotationCheckInterval = TimeSpan.FromMilliseconds(500),
        });
        for (var i = 0; i < 8; i++)
            node.Pod("shop", $"web-{i}").Container("app");
        return node;
    }

    /// <summary>A CRI line.</summary>
    public static string Line(int second, string content, string stream = "stdout", char tag = 'F') =>
        $"2026-11-21T12:{(second / 60).ToString("D2", CultureInfo.InvariantCulture)}:{(second % 60).ToString("D2", CultureInfo.InvariantCulture)}.000000001Z {stream} {tag} {content}\n";

    public void Dispose()
    {
        foreach (var directory in Directory.GetDirectories(Root, "*", SearchOption.AllDirectories).Append(Root))
            File.SetUnixFileMode(directory, File.GetUnixFileMode(directory) | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(Root, recursive: true);
    }
}
