using System.Net;
using Hex.Attribution;
using Hex.Kubernetes;
using Hex.Logs;
using Hex.Telemetry;
using Hex.Testing.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quickstart.Backend;
using Quickstart.Page;
using Quickstart.Story;
using Quickstart.World;

namespace Quickstart.Running;

/// <summary>Everything of one run: the simulated world or a real one, the pipeline, the backend, the page.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Options _options;
    private readonly Pace _pace;
    private ShopWorld? _world;
    private OtlpReceiver? _receiver;
    private KubernetesClient? _client;
    private WebApplication? _app;

    private Session(Options options)
    {
        _options = options;
        _pace = options.Check ? Pace.ForChecks : options.IsSimulated ? Pace.ForPeople : Pace.ForRealClusters;
    }

    public Storyteller? Story { get; private set; }

    public TinyBackend? Backend { get; private set; }

    /// <summary>The address of the page.</summary>
    public Uri Address => new(_app!.Urls.First());

    /// <summary>Starts it; the page can be seen when this completes.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<Session> StartAsync(Options options, string folder)
    {
        var session = new Session(options);
        try
        {
            await session.StartAsync(folder);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs until Ctrl-C, or until a part of it fails.</summary>
    public async Task WaitAsync()
    {
        var asked = _app!.WaitForShutdownAsync();
        await await Task.WhenAny([asked, .. _loops]);
        await _app!.StopAsync();
        await asked;
    }

    public void Run(Func<CancellationToken, Task> loop) => _loops.Add(Task.Run(() => loop(_stop.Token)));

    public async ValueTask DisposeAsync()
    {
        // The pipeline first: it delivers what it has read while there is still somebody to take it.
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client?.Dispose();
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }

        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task StartAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _options.Port));

        var resources = new ResourcePool();
        var target = await StartTargetAsync();
        var nodes = _options.IsSimulated ? await StartWorldAsync(folder, resources) : UseReal(resources);
        builder.Services.AddPipeline(_client, nodes, resources, target, _pace);
        _app = builder.Build();
        PageServer.Map(_app, Look);
        try
        {
            await _app.StartAsync();
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new IOException($"Port {_options.Port} of 127.0.0.1 is taken by another program: name another by --port, or 0 for any that is free.", taken);
        }
    }

    private async Task<Target> StartTargetAsync()
    {
        if (_options.Endpoint is { } endpoint)
        {
            return new Target(endpoint, _options.Insecure, _options.ApiKeyFile);
        }

        _receiver = await OtlpReceiver.StartAsync(receiver => receiver.KeepRequests = 10);
        Backend = new TinyBackend(_receiver, _time);
        Run(Backend.RunAsync);
        return new Target(_receiver.Endpoint.ToString(), Insecure: true, ApiKeyFile: null);
    }

    private async Task<IReadOnlyList<NodeLogs>> StartWorldAsync(string folder, ResourcePool resources)
    {
        _world = await ShopWorld.StartAsync(folder, _time);
        Story = new Storyteller(_world, _pace, _time);
        Run(new DailyLife(_world, _pace, _time).RunAsync);

        var kubeconfig = Path.Combine(folder, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, _world.Cluster.KubeconfigYaml());
        _client = new KubernetesClient(KubernetesConnection.FromKubeconfig(kubeconfig));
        return [.. _world.Machines.Select(machine => new NodeLogs(
            new ContainerLogReaderOptions { Root = machine.Logs.Options.Root, StartAt = StartAt.Beginning },
            Attribute(machine.Name, resources)))];
    }

    private IReadOnlyList<NodeLogs> UseReal(ResourcePool resources)
    {
        _client = _options.Kubeconfig is { } kubeconfig ? new KubernetesClient(KubernetesConnection.FromKubeconfig(kubeconfig)) : null;
        var node = Environment.GetEnvironmentVariable("NODE_NAME") is { Length: > 0 } name ? name : Environment.MachineName;
        return _options.Logs is { } logs
            ? [new NodeLogs(new ContainerLogReaderOptions { Root = logs }, _client is null ? null : Attribute(node, resources))]
            : [];
    }

    private NodeAttribution Attribute(string node, ResourcePool resources)
    {
        var attribution = new NodeAttribution(_client!, node, resources);
        Run(attribution.RunAsync);
        return attribution;
    }

    private PageModel Look() => PageModel.Of(_options, Story?.Now, Backend?.Look());
}
