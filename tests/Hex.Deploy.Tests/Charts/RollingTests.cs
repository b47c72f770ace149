using Hex.Deploy.Tests.Rendering;

namespace Hex.Deploy.Tests.Charts;

/// <summary>What rolls the pods, and what does not.</summary>
public class RollingTests
{
    [Fact]
    public async Task Changed_configuration_rolls_the_pods() =>
        Assert.NotEqual(await ChecksumAsync("logs.startAt=end"), await ChecksumAsync("logs.startAt=beginning"));

    [Theory]
    [InlineData("server.apiKey=key-2")]
    [InlineData("podAnnotations.a=b")]
    [InlineData("networkPolicy.enabled=true")]
    public async Task Changed_credential_does_not(string value) => Assert.Equal(await ChecksumAsync("server.apiKey=key-1"), await ChecksumAsync(value));

    [Fact]
    public async Task Nodes_never_have_two_agents_and_one_node_is_updated_at_a_time()
    {
        var strategy = (await Chart.RenderAsync(Chart.Server)).DaemonSet.At("spec", "updateStrategy", "rollingUpdate");
        Assert.Equal(("0", "1"), (strategy.Text("maxSurge"), strategy.Text("maxUnavailable")));
    }

    [Fact]
    public async Task Upgrade_renders_what_an_installation_does()
    {
        var install = await Chart.RenderAsync(Chart.Server);
        var upgrade = await Chart.RenderAsync([.. Chart.Server, "--upgrade"]);
        Assert.Equal(install.Files, upgrade.Files);
    }

    private static async Task<string?> ChecksumAsync(string value) =>
        (await Chart.RenderAsync([.. Chart.Server, "--set", value])).DaemonSet.Text("spec", "template", "metadata", "annotations", "checksum/config");
}
