using Hex.Collectors.Host;
using Hex.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hex.Collectors.Tests.Host;

public class HostRegistrationTests
{
    [Fact]
    public async Task Builder_adds_every_collector_about_one_resource()
    {
        using var tree = HostTree.Of("metal-nvme-bond");
        using var services = Build(options =>
        {
            options.Root = tree.Folder;
            options.Attributes.Add(("k8s.node.name", "node12"));
        });
        var collectors = services.GetServices<ICollector>().ToList();
        Assert.Equal(SignalCatalogues.All.Where(catalogue => catalogue.Title.StartsWith("Host:", StringComparison.Ordinal)).Select(catalogue => catalogue.Name), collectors.Select(collector => collector.Name));
        Assert.All(collectors, collector => Assert.Equal(CollectionScope.Node, collector.Scope));
        var points = await CollectedMetrics.FromAsync(collectors.OfType<SystemCollector>().Single());
        Assert.Equal("rack7-node12", points[0].Resource["host.name"]);
        Assert.Equal("node12", points[0].Resource["k8s.node.name"]);
        Assert.True(services.GetRequiredService<HostView>().IsHost);
    }

    [Theory]
    [InlineData("host", 10_000, 0)]
    [InlineData("/", -1, 0)]
    [InlineData("/", 10_000, 1001)]
    public void Options_out_of_range_are_refused(string root, int connections, int top)
    {
        using var services = Build(options =>
        {
            options.Root = root;
            options.Network.MaxConnections = connections;
            options.Processes.Top = top;
        });
        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<HostCollectorOptions>>().Value);
    }

    [Fact]
    public void Collectors_that_need_two_samples_say_so()
    {
        using var services = Build(null);
        Assert.Equal(["cpu", "processes"], services.GetServices<ICollector>().OfType<ITwoSamples>().Select(collector => collector.Name));
    }

    private static ServiceProvider Build(Action<HostCollectorOptions>? configure)
    {
        var services = new ServiceCollection();
        services.AddHex(hex => hex.AddHostCollectors(configure));
        return services.BuildServiceProvider();
    }
}
