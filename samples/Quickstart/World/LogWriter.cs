using System.Globalization;
using System.Text;
using Hex.Testing.Node;
using Quickstart.World.Voices;

namespace Quickstart.World;

/// <summary>Writes what containers say to the files of their machine, as containerd does.</summary>
internal sealed class LogWriter(TimeProvider time, Random random)
{
    /// <summary>One ordinary line of one of these pods.</summary>
    public void WriteOne(IReadOnlyList<ShopPod> pods)
    {
        var speaking = pods.Where(pod => pod.Speaks).ToList();
        if (speaking.Count > 0)
        {
            var pod = speaking[random.Next(speaking.Count)];
            Write(pod, pod.Service.Voice.Next(random, time.GetUtcNow()));
        }
    }

    /// <summary>
    /// The line as the runtime writes it: <c>time SP stream SP F SP text</c>. <c>SimulatedContainer.Write</c> would remember every record, to compare
    /// with what is delivered; this runs for hours and remembers none.
    /// </summary>
    public void Write(ShopPod pod, Line line)
    {
        var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
        var stream = line.Stream == LogStream.Stdout ? "stdout" : "stderr";
        FileOf(pod).WriteRaw(Encoding.UTF8.GetBytes($"{now} {stream} F {line.Text}\n"));
    }

    /// <summary>The next container of the pod has a file of its own.</summary>
    public void Restart(ShopPod pod) => FileOf(pod).Restart();

    public void Delete(ShopPod pod) => pod.Machine.Logs.Pod(pod.Service.Namespace, pod.Name, pod.Uid).Delete();

    private static SimulatedContainer FileOf(ShopPod pod) => pod.Machine.Logs.Pod(pod.Service.Namespace, pod.Name, pod.Uid).Container(pod.Service.Name);
}
