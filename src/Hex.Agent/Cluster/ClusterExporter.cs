using Hex.Telemetry;

namespace Hex.Agent.Cluster;

/// <summary>The exporter under a name of its own, so that what the cluster's pipelines count is told apart from what the node's do.</summary>
internal sealed class ClusterExporter(ILogExporter logs, IMetricExporter metrics) : ILogExporter, IMetricExporter
{
    public string Name => $"{logs.Name}/cluster";

    int ILogExporter.MaxRequestBytes => logs.MaxRequestBytes;

    int IMetricExporter.MaxRequestBytes => metrics.MaxRequestBytes;

    LogRequest ILogExporter.CreateRequest(int maxBytes) => logs.CreateRequest(maxBytes);

    MetricRequest IMetricExporter.CreateRequest(int maxBytes) => metrics.CreateRequest(maxBytes);
}
