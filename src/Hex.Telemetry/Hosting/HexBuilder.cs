using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Hex.Telemetry;

/// <summary>Puts a pipeline together: what is read, and where it goes. Libraries add to it by extension methods.</summary>
public sealed class HexBuilder
{
    internal HexBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services the pipeline is made of.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a collector, made by the container.</summary>
    public HexBuilder AddCollector<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, ICollector
    {
        Services.AddSingleton<ICollector, T>();
        return this;
    }

    /// <summary>Adds a collector.</summary>
    public HexBuilder AddCollector(ICollector collector)
    {
        Services.AddSingleton(collector);
        return this;
    }

    /// <summary>Adds a collector, made by a function.</summary>
    public HexBuilder AddCollector(Func<IServiceProvider, ICollector> create)
    {
        Services.AddSingleton(create);
        return this;
    }

    /// <summary>Adds a log source, made by the container.</summary>
    public HexBuilder AddLogSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, ILogSource
    {
        Services.AddSingleton<ILogSource, T>();
        return this;
    }

    /// <summary>Adds a log source.</summary>
    public HexBuilder AddLogSource(ILogSource source)
    {
        Services.AddSingleton(source);
        return this;
    }

    /// <summary>Adds a log source, made by a function.</summary>
    public HexBuilder AddLogSource(Func<IServiceProvider, ILogSource> create)
    {
        Services.AddSingleton(create);
        return this;
    }

    /// <summary>Sends logs by this exporter, made by the container. There is one.</summary>
    public HexBuilder AddLogExporter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, ILogExporter
    {
        Services.AddSingleton<ILogExporter, T>();
        return this;
    }

    /// <summary>Sends logs by this exporter, made by a function. There is one.</summary>
    public HexBuilder AddLogExporter(Func<IServiceProvider, ILogExporter> create)
    {
        Services.AddSingleton(create);
        return this;
    }

    /// <summary>Sends metrics by this exporter, made by the container. There is one.</summary>
    public HexBuilder AddMetricExporter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IMetricExporter
    {
        Services.AddSingleton<IMetricExporter, T>();
        return this;
    }

    /// <summary>Sends metrics by this exporter, made by a function. There is one.</summary>
    public HexBuilder AddMetricExporter(Func<IServiceProvider, IMetricExporter> create)
    {
        Services.AddSingleton(create);
        return this;
    }

    /// <summary>Keeps state (log positions, event watermarks) in files of a directory. Without a store it ends with the process.</summary>
    public HexBuilder AddFileState(string directory)
    {
        Services.Replace(ServiceDescriptor.Singleton<IStateStore>(
            services => new FileStateStore(directory, services.GetService<ILogger<FileStateStore>>())));
        return this;
    }

    /// <summary>Exports what the pipelines count of themselves, and the given other meters, as metrics about a resource.</summary>
    /// <param name="resource">What they are about, e.g. <c>("service.name", "my-program")</c>.</param>
    /// <param name="meters">Names of further .NET meters.</param>
    public HexBuilder AddSelfMetrics(IReadOnlyList<TelemetryAttribute> resource, params IReadOnlyList<string> meters)
    {
        ArgumentNullException.ThrowIfNull(resource);
        TelemetryAttribute[] attributes = [.. resource];
        return AddCollector(services => new MeterCollector([TelemetryMeter.Name, .. meters], services.GetRequiredService<TimeProvider>(), attributes));
    }

    /// <summary>Adds attributes to every resource, e.g. <c>("deployment.environment.name", "production")</c>; a resource's own attribute of the same name wins.</summary>
    public HexBuilder AddResourceAttributes(params ReadOnlySpan<TelemetryAttribute> attributes)
    {
        var added = attributes.ToArray();
        Services.Configure<ResourceOptions>(options => options.Attributes.AddRange(added));
        return this;
    }

    /// <summary>Sets how log records are gathered and sent.</summary>
    public HexBuilder ConfigureLogs(Action<LogPipelineOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Sets how metric points are gathered, kept and sent.</summary>
    public HexBuilder ConfigureMetrics(Action<MetricPipelineOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Sets when collectors run.</summary>
    public HexBuilder ConfigureCollection(Action<CollectionOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }
}

/// <summary>What every resource has.</summary>
internal sealed class ResourceOptions
{
    public List<TelemetryAttribute> Attributes { get; } = [];
}
