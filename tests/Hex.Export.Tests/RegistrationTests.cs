using Hex.Telemetry;
using Hex.Testing.Otlp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Hex.Export.Tests;

public class RegistrationTests
{
    [Fact]
    public async Task Pipeline_sends_by_the_exporter_that_was_added()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHex(hex => hex
            .AddLogSource(new OneBatch())
            .AddOtlpExporter(o => (o.Endpoint, o.Insecure) = (receiver.Endpoint.ToString(), true)));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await receiver.WaitForAsync(r => r.Logs.Count == 1);
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal("hello", receiver.Logs[0].Body);
        Assert.Same(host.Services.GetRequiredService<ILogExporter>(), host.Services.GetRequiredService<IMetricExporter>());
    }

    [Fact]
    public async Task Bad_options_stop_the_host_at_its_start_and_are_all_listed()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHex(hex => hex.AddOtlpExporter(o =>
        {
            o.Endpoint = "http://collector:4317";
            o.MaxRequestBytes = 1;
            o.ConnectionLifetime = TimeSpan.Zero;
        }));
        using var host = builder.Build();
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        foreach (var expected in new[] { "set insecure: true", "MaxRequestBytes", "ConnectionLifetime" })
            Assert.Contains(failure.Failures, f => f.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Other_leaves_are_added_alike()
    {
        foreach (var (add, name) in new (Action<HexBuilder>, string)[]
        {
            (h => h.AddConsoleExporter(), "console"), (h => h.AddFileExporter("/tmp/x"), "file"), (h => h.AddDiscardExporter(), "discard"),
        })
        {
            using var services = new ServiceCollection().AddHex(add).BuildServiceProvider();
            Assert.Equal(name, services.GetRequiredService<ILogExporter>().Name);
            Assert.Equal(name, services.GetRequiredService<IMetricExporter>().Name);
        }
    }

    private sealed class OneBatch : ILogSource
    {
        public string Name => "one";

        public CollectionScope Scope => CollectionScope.Node;

        public async IAsyncEnumerable<LogBatch> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var batch = new LogBatch(new ResourcePool().Get(("a", "b")));
            batch.Add(1, "hello");
            yield return batch;
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
