using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hex.Collectors.Tests.Host.Machine;

/// <summary>What vmstat, df, ip and node_exporter say, under the names of our series: <c>metric{values in order of their keys}</c>.</summary>
internal static partial class OtherReaders
{
    private const double KiB = 1024;
    private const double TicksPerSecond = 100;

    public static async Task<Reading?> VmStatAsync()
    {
        if (await Reading.RunAsync("vmstat", "-s") is not { } text)
        {
            return null;
        }

        var lines = text.Split('\n').Select(line => line.Trim().Split(' ', 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[1].Trim(), parts => Reading.Number(parts[0]));
        return new Reading("vmstat -s", new()
        {
            ["system.cpu.time{user}"] = lines["non-nice user cpu ticks"] / TicksPerSecond,
            ["system.cpu.time{nice}"] = lines["nice user cpu ticks"] / TicksPerSecond,
            ["system.cpu.time{system}"] = lines["system cpu ticks"] / TicksPerSecond,
            ["system.cpu.time{idle}"] = lines["idle cpu ticks"] / TicksPerSecond,
            ["system.cpu.time{iowait}"] = lines["IO-wait cpu ticks"] / TicksPerSecond,
            ["system.cpu.time{interrupt}"] = (lines["IRQ cpu ticks"] + lines["softirq cpu ticks"]) / TicksPerSecond,
            ["system.cpu.time{steal}"] = lines["stolen cpu ticks"] / TicksPerSecond,
            ["system.memory.limit"] = lines["K total memory"] * KiB,
            ["system.memory.usage{used}"] = lines["K used memory"] * KiB,
            ["system.memory.usage{free}"] = lines["K free memory"] * KiB,
            ["system.memory.usage{buffers}"] = lines["K buffer memory"] * KiB,
            ["system.memory.usage{cached}"] = lines["K swap cache"] * KiB,
            ["system.paging.operations{in,major}"] = lines["pages swapped in"],
            ["system.paging.operations{out,major}"] = lines["pages swapped out"],
            ["system.process.created"] = lines["forks"],
        });
    }

    public static async Task<Reading?> DfAsync()
    {
        if (await Reading.RunAsync("df", "-B1", "--output=source,target,fstype,size,used,avail,itotal,iused,iavail") is not { } text)
        {
            return null;
        }

        Dictionary<string, double> values = [];
        foreach (var row in text.Split('\n').Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(row => row.Length == 9))
        {
            var (device, point, type) = (row[0], row[1], row[2]);
            values[$"system.filesystem.limit{{{device},rw,{point},{type}}}"] = Reading.Number(row[3]);
            values[$"system.filesystem.usage{{{device},rw,{point},used,{type}}}"] = Reading.Number(row[4]);
            values[$"system.filesystem.usage{{{device},rw,{point},free,{type}}}"] = Reading.Number(row[5]);
            if (row[6] != "-" && row[6] != "0")
            {
                values[$"system.filesystem.inodes.usage{{{device},rw,{point},used,{type}}}"] = Reading.Number(row[7]);
                values[$"system.filesystem.inodes.usage{{{device},rw,{point},free,{type}}}"] = Reading.Number(row[8]);
            }
        }

        return new Reading("df", values);
    }

    public static async Task<Reading?> IpAsync()
    {
        if (await Reading.RunAsync("ip", "-s", "-j", "link") is not { } text)
        {
            return null;
        }

        Dictionary<string, double> values = [];
        using var links = JsonDocument.Parse(text);
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var name = link.GetProperty("ifname").GetString()!;
            foreach (var (side, direction) in new[] { ("rx", "receive"), ("tx", "transmit") })
            {
                var counts = link.GetProperty("stats64").GetProperty(side);
                values[$"system.network.io{{{name},{direction}}}"] = counts.GetProperty("bytes").GetDouble();
                values[$"system.network.packet.count{{{direction},{name}}}"] = counts.GetProperty("packets").GetDouble();
                values[$"system.network.errors{{{name},{direction}}}"] = counts.GetProperty("errors").GetDouble();
                values[$"system.network.packet.dropped{{{name},{direction}}}"] = counts.GetProperty("dropped").GetDouble();
            }
        }

        return new Reading("ip -s link", values);
    }

    /// <summary>Debian's prometheus-node-exporter, from the path or HEX_NODE_EXPORTER, on a free port of the loopback.</summary>
    public static async Task<Reading?> NodeExporterAsync(Func<Task> whenReady)
    {
        var program = Environment.GetEnvironmentVariable("HEX_NODE_EXPORTER") ?? "prometheus-node-exporter";
        var port = FreePort();
        System.Diagnostics.Process process;
        try
        {
            process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
                program, [$"--web.listen-address=127.0.0.1:{port}", "--collector.processes", "--collector.tcpstat", "--log.level=error"])
            { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        using (process)
        {
            try
            {
                using var http = new HttpClient();
                await UntilAnswersAsync(http, port);
                await whenReady();
                return new Reading("node_exporter", NodeExporterNames.ToOurs(Samples(await http.GetStringAsync($"http://127.0.0.1:{port}/metrics"))));
            }
            finally
            {
                process.Kill();
            }
        }
    }

    private static async Task UntilAnswersAsync(HttpClient http, int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await http.GetStringAsync($"http://127.0.0.1:{port}/");
                return;
            }
            catch (HttpRequestException) when (attempt < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static List<(string Name, Dictionary<string, string> Labels, double Value)> Samples(string text) =>
        [.. from Match sample in Sample().Matches(text)
            let labels = Label().Matches(sample.Groups["labels"].Value).ToDictionary(label => label.Groups["key"].Value, label => label.Groups["value"].Value)
            select (sample.Groups["name"].Value, labels, double.Parse(sample.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^(?<name>\w+)(?:\{(?<labels>.*)\})? (?<value>[-+.\deE]+)$", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("(?<key>\\w+)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Label();
}
