using Hex.Deploy.Tests.Processes;
using Hex.Deploy.Tests.Rendering;
using Hex.Testing.Otlp;

namespace Hex.Deploy.Tests.Images;

/// <summary>A pod of the chart, with its own user, groups, volumes, environment and arguments, run by podman.</summary>
public class PodTests(AgentImage image) : IClassFixture<AgentImage>
{
    [Fact]
    public async Task Pod_of_the_chart_delivers_answers_its_probes_and_takes_a_new_key_without_a_restart()
    {
        image.Require();
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to give files away");
        await using var receiver = await OtlpReceiver.StartAsync(options =>
        {
            options.Tls = ReceiverTls.Server;
            options.RequiredHeaders["x-api-key"] = "key-1";
        });
        using var node = new PodLogs();
        var ca = Path.Combine(node.Root, "ca.pem");
        await File.WriteAllTextAsync(ca, receiver.CaPem, TestContext.Current.CancellationToken);
        var port = Daemon.FreePort();
        var chart = await Chart.RenderAsync(
            "--set", $"server.endpoint=127.0.0.1:{receiver.Port},server.apiKey=key-1,profile=none,logs.enabled=true,logs.startAt=beginning,http.port={port}",
            "--set-file", $"server.tls.ca={ca}");
        var pod = chart.DaemonSet.Pod;
        using var volumes = new PodVolumes(chart, pod, node.Pods);
        await using var agent = await image.StartAsync(["--network=host", .. await volumes.MakeAsync(), .. User(pod), .. Variables(pod)], "run");
        await receiver.WaitForAsync(one => one.Counts.LogRecords == 1, TimeSpan.FromSeconds(60));

        using var http = new HttpClient();
        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}{chart.DaemonSet.Container.Text(probe, "httpGet", "path")}"), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{probe}: {answer.StatusCode}");
        }

        // What the notes tell people to run.
        Assert.Contains("All is well.", await agent.UntilAsync("hex-agent", "check"), StringComparison.Ordinal);
        Assert.Contains("\"ok\": true", await agent.UntilAsync("curl", "-s", "-X", "POST", $"localhost:{port}/api/v1/test/reachability"), StringComparison.Ordinal);
        Assert.DoesNotContain("key-1", await agent.UntilAsync("hex-agent", "config"), StringComparison.Ordinal);

        await volumes.ChangeAsync("credential", "api-key", "key-2");
        // The file is looked at once a second.
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        receiver.RequireHeader("x-api-key", "key-2");
        node.Append("another line");
        await receiver.WaitForAsync(one => one.Counts.LogRecords == 2, TimeSpan.FromSeconds(60));
        await agent.StopAsync();
    }

    [Fact]
    public async Task Without_http_nothing_listens_and_there_is_no_diagnostic_socket()
    {
        image.Require();
        using var node = new PodLogs();
        string[] command = ["run", "--set", "profile=none", "logs.enabled=true", "exporters=discard"];
        string[] options = ["--network=none", "--group-add=0", $"--volume={node.Pods}:/var/log/pods:ro", "--tmpfs=/tmp:rw,mode=1777"];
        await using (var quiet = await image.StartAsync(options, [.. command, "http.listen="]))
            Assert.Empty(await ListeningAsync(quiet));
        // The same look finds what is there.
        await using var open = await image.StartAsync(options, command);
        await open.UntilAsync("curl", "-sf", "localhost:8080/api/v1/test/healthcheck");
        Assert.Single(await ListeningAsync(open));
    }

    /// <summary>The TCP and Unix sockets of the container's network namespace that listen, when its agent has been up for a second.</summary>
    private static async Task<IReadOnlyList<string>> ListeningAsync(RunningAgent agent)
    {
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        var tcp = await agent.UntilAsync("curl", "-sf", "file:///proc/1/net/tcp") + await agent.UntilAsync("curl", "-sf", "file:///proc/1/net/tcp6");
        var unix = await agent.UntilAsync("curl", "-sf", "file:///proc/1/net/unix");
        // State 0A of TCP is LISTEN; flag 00010000 of a Unix socket says that it accepts connections.
        return
        [
            .. tcp.Split('\n').Where(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, "0A", ..]),
            .. unix.Split('\n').Where(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, "00010000", ..]),
        ];
    }

    private static IEnumerable<string> User(Manifest pod)
    {
        var context = pod.At("securityContext");
        yield return $"--user={context.Text("runAsUser")}:{context.Text("runAsGroup")}";
        foreach (var group in context.At("supplementalGroups").Texts.Append(context.Text("fsGroup")))
            yield return $"--group-add={group}";
    }

    private static IEnumerable<string> Variables(Manifest pod) => pod.At("containers").Items.Single().At("env").Items
        .Where(variable => variable.Has("value") || variable.Has("valueFrom", "fieldRef"))
        .Select(variable => $"--env={variable.Text("name")}={variable.Text("value") ?? "of-this-pod"}");
}
