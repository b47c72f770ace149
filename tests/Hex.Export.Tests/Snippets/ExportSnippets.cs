using Hex.Export.Grpc;
using Hex.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Hex.Export.Tests.Snippets;

/// <summary>What the README of Hex.Export shows; some of it is run here.</summary>
public class ExportSnippets
{
    [Fact]
    public async Task Ten_lines_print_a_record()
    {
        var console = Console.Out;
        #region ExportTenLines
        using var exporter = new ConsoleExporter();   // or new OtlpExporter(new OtlpExporterOptions { Endpoint = "ingest.example.com:4317" })
        var resources = new ResourcePool();
        var batch = new LogBatch(resources.Get(("service.name", "orders")));
        batch.Add(UnixNano.From(TimeProvider.System.GetUtcNow()), "order 7 shipped", LogSeverity.Info);

        using var request = ((ILogExporter)exporter).CreateRequest(exporter.MaxRequestBytes);
        request.Add(batch, 0);
        var result = await request.SendAsync(0, request.Count, CancellationToken.None);
        Console.WriteLine(result.Status);             // Accepted | Retry | TooLarge | Rejected | EndpointFault
        #endregion
        Assert.Equal(ExportStatus.Accepted, result.Status);
        Assert.Same(console, Console.Out);
    }

    internal static IServiceCollection Host(IServiceCollection services)
    {
        #region ExportHost
        services.AddHex(hex => hex.AddOtlpExporter(otlp =>
        {
            otlp.Endpoint = "ingest.example.com:4317";
            otlp.ApiKeyFile = "/etc/my-agent/secrets/api-key";
            otlp.Tls.Ca = "/etc/my-agent/corporate-ca.pem";
            otlp.Headers["x-tenant"] = "blue";
        }));
        #endregion
        return services;
    }

    #region ExportTransport
    public sealed class CountingTransport(IGrpcTransport inner) : IGrpcTransport
    {
        public long Bytes { get; private set; }

        public string Endpoint => inner.Endpoint;

        public Task<GrpcReply> CallAsync(GrpcCall call, CancellationToken cancellationToken)
        {
            Bytes += call.Frame.Length;
            return inner.CallAsync(call, cancellationToken);
        }

        public void Dispose() => inner.Dispose();
    }
    #endregion
}
