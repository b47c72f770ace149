using Hex.Deploy.Tests.Rendering;

namespace Hex.Deploy.Tests.Charts;

/// <summary>A preset changes what it is for, and nothing else.</summary>
public class PresetTests
{
    private const string Pod = "DaemonSet/hexcovery-agent: spec.template.spec.";

    [Fact]
    public async Task Selinux_changes_the_type_only() => Assert.Equal(
        [$"{Pod}securityContext.seLinuxOptions.type: → container_logreader_t"],
        await ChangesAsync("security.preset=selinux"));

    [Fact]
    public async Task Root_reader_changes_the_user_and_adds_one_capability_only() => Assert.Equal(
        [
            $"{Pod}containers[0].securityContext.capabilities.add[0]: → DAC_READ_SEARCH",
            $"{Pod}securityContext.runAsNonRoot: true → false",
            $"{Pod}securityContext.runAsUser: 10001 → 0",
        ],
        await ChangesAsync("security.preset=root-reader"));

    [Fact]
    public async Task Docker_adds_one_mount_only() => Assert.Equal(
        [
            $"{Pod}containers[0].volumeMounts[4].mountPath: → /var/lib/docker/containers",
            $"{Pod}containers[0].volumeMounts[4].name: → docker",
            $"{Pod}containers[0].volumeMounts[4].readOnly: → true",
            $"{Pod}volumes[4].hostPath.path: → /var/lib/docker/containers",
            $"{Pod}volumes[4].hostPath.type: → Directory",
            $"{Pod}volumes[4].name: → docker",
        ],
        await ChangesAsync("logs.docker=true"));

    /// <summary>What a value changes in the objects, one line for each scalar.</summary>
    private static async Task<IEnumerable<string>> ChangesAsync(string value)
    {
        var before = All(await Chart.RenderAsync(Chart.Server));
        var after = All(await Chart.RenderAsync([.. Chart.Server, "--set", value]));
        return before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path))
            .Select(path => $"{path}:{(before.TryGetValue(path, out var old) ? $" {old}" : "")} → {after.GetValueOrDefault(path)}");
    }

    private static Dictionary<string, string> All(Chart chart) => chart.Objects
        .SelectMany(one => one.Flat().Select(pair => ($"{one.Kind}/{one.Name}: {pair.Key}", pair.Value)))
        .ToDictionary(pair => pair.Item1, pair => pair.Value, StringComparer.Ordinal);
}
