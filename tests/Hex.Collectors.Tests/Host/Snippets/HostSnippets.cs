using Hex.Collectors.Host;
using Hex.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Hex.Collectors.Tests.Host.Snippets;

/// <summary>The README's bare metal, as it compiles and runs.</summary>
public class HostSnippets
{
    [Fact]
    public void Builder_registers_what_the_readme_says()
    {
        var services = new ServiceCollection();
        var nodeName = "node-1";

        #region HostBuilder
        services.AddHex(hex => hex
            .AddHostCollectors(host =>
            {
                host.Root = "/host";                                // where a container has the host's root; "/" on the host itself
                host.Attributes.Add(("k8s.node.name", nodeName));   // beside host.name, host.id and os.type
                host.Processes.Top = 10;                            // process.* of the ten that use most; 0, the default, for none
            })
            .ConfigureCollection(collection => collection.Collectors["filesystem"] = new() { Interval = TimeSpan.FromMinutes(1) }));
        #endregion

        using var provider = services.BuildServiceProvider();
        Assert.Equal("/host", provider.GetRequiredService<HostPaths>().Root);
    }

    [Fact]
    public async Task Collector_alone_says_when_the_host_is_not_there()
    {
        var failure = await Assert.ThrowsAsync<IOException>(static async () =>
        {
            #region HostConstructors
            using var filesystems = new FilesystemCollector(new HostPaths("/host"), new() { Timeout = TimeSpan.FromSeconds(1) });
            var points = await CollectedMetrics.FromAsync(filesystems);
            #endregion

            Assert.Null(points);
        });
        Assert.Contains("/host/proc/1/mountinfo", failure.Message, StringComparison.Ordinal);
    }
}
