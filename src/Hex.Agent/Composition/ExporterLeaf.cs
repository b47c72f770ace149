using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Export;
using Hex.Export.Grpc;
using Hex.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hex.Agent.Composition;

/// <summary>The one leaf that logs and metrics go to, and what must be closed after it.</summary>
internal sealed class ExporterLeaf(ILogExporter logs, IMetricExporter metrics, string target, HttpGrpcTransport? transport = null, OtlpExporterOptions? options = null) : IDisposable
{
    /// <summary>256 KiB: events are few, and buffers are as large as requests.</summary>
    private const int ClusterRequestBytes = 256 * 1024;

    public ILogExporter Logs => logs;

    public IMetricExporter Metrics => metrics;

    /// <summary>Where to, for people; never holds a credential.</summary>
    public string Target => target;

    /// <summary>Makes the leaf that <c>exporters</c> names.</summary>
    /// <exception cref="ArgumentException">The library finds something wrong with the options that the configuration's checks do not know.</exception>
    /// <exception cref="IOException">The file to write to cannot be opened.</exception>
    public static ExporterLeaf Create(AgentConfiguration configuration, ILoggerFactory loggers, TimeProvider time)
    {
        switch (configuration.Get(AgentOptions.Exporters)[0])
        {
            case ExporterKind.Console:
                var console = new ConsoleExporter();
                return new ExporterLeaf(console, console, "standard output");
            case ExporterKind.File:
                var path = configuration.Get(AgentOptions.FilePath);
                var file = new FileExporter(path);
                return new ExporterLeaf(file, file, path == "-" ? "standard output" : path);
            case ExporterKind.Discard:
                var discard = new DiscardExporter();
                return new ExporterLeaf(discard, discard, "nowhere");
            default:
                var options = OtlpOptions(configuration);
                var transport = new HttpGrpcTransport(options, loggers.CreateLogger<HttpGrpcTransport>(), time);
                var otlp = new OtlpExporter(transport, options, loggers);
                return new ExporterLeaf(otlp, otlp, otlp.Endpoint, transport, options);
        }
    }

    /// <summary>The same way out for the cluster's signals: over the same connection, each request with the epoch of the term it is sent in.</summary>
    public ExporterLeaf ForCluster(Func<int?> epoch, ILoggerFactory loggers)
    {
        if (transport is null || options is null)
        {
            return new ExporterLeaf(logs, metrics, target);
        }

        var own = new OtlpExporterOptions { Compression = options.Compression, Timeout = options.Timeout, MaxRequestBytes = ClusterRequestBytes };
        var otlp = new OtlpExporter(new Cluster.EpochTransport(transport, epoch), own, loggers);
        return new ExporterLeaf(otlp, otlp, target);
    }

    /// <summary>Closes what this one opened. A leaf for the cluster is closed before.</summary>
    public void Dispose()
    {
        (logs as IDisposable)?.Dispose();
        transport?.Dispose();
    }

    /// <summary>What <c>server.*</c> says, as the exporter's options.</summary>
    public static OtlpExporterOptions OtlpOptions(AgentConfiguration configuration)
    {
        var options = new OtlpExporterOptions
        {
            Endpoint = configuration.Get(ServerOptions.Endpoint),
            Insecure = configuration.Get(ServerOptions.Insecure),
            ApiKey = configuration.Get(ServerOptions.ApiKey),
            ApiKeyFile = configuration.Get(ServerOptions.ApiKeyFile),
            TokenFile = configuration.Get(ServerOptions.TokenFile),
            Proxy = configuration.Get(ServerOptions.Proxy),
            Timeout = configuration.Get(ServerOptions.Timeout),
            UserAgent = $"hex-agent/{Commands.VersionCommand.Number}",
            Compression = configuration.Get(ServerOptions.Compression) == CompressionChoice.None ? GrpcCompression.None : GrpcCompression.Gzip,
            Tls = new TlsOptions
            {
                Ca = configuration.Get(ServerOptions.TlsCa),
                Cert = configuration.Get(ServerOptions.TlsCert),
                Key = configuration.Get(ServerOptions.TlsKey),
                ServerName = configuration.Get(ServerOptions.TlsServerName),
            },
        };
        foreach (var (name, value) in configuration.Get(ServerOptions.Headers))
        {
            options.Headers[name] = value;
        }

        return options;
    }
}
