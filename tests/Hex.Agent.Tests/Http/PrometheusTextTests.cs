using System.Diagnostics.Metrics;
using System.Text;
using Hex.Agent.Http.Prometheus;
using Hex.Telemetry;
using TelemetryInstrument = Hex.Telemetry.Instrument;

namespace Hex.Agent.Tests.Http;

public class PrometheusTextTests
{
    [Theory]
    [InlineData("hex.export.bytes", "By", InstrumentKind.Counter, "hex_export_bytes_total")]
    [InlineData("hex.logs.lag", "By", InstrumentKind.UpDownSum, "hex_logs_lag_bytes")]
    [InlineData("hex.collector.time", "s", InstrumentKind.Counter, "hex_collector_time_seconds_total")]
    [InlineData("hex.records", "{record}", InstrumentKind.Counter, "hex_records_total")]
    [InlineData("hex.held", "1", InstrumentKind.Gauge, "hex_held")]
    [InlineData("0.odd näme", "1", InstrumentKind.Gauge, "_0_odd_n_me")]
    public void Metric_is_named_by_its_unit_and_kind(string name, string unit, InstrumentKind kind, string expected) =>
        Assert.Equal(expected, PrometheusName.OfMetric(new TelemetryInstrument(name, unit, kind, "")));

    [Fact]
    public async Task Meters_are_written_whole()
    {
        using var meter = new Meter("Hex.Agent.Tests.Prometheus");
        using var other = new Meter("Hex.Agent.Tests.Prometheus");
        using var collector = new MeterCollector([meter.Name]);
        var counter = meter.CreateCounter<long>("a.count", "{thing}", "Things \\ counted\non two lines.");
        counter.Add(2, new KeyValuePair<string, object?>("what.kind", "quote \" back \\ line\nend"));
        other.CreateCounter<long>("a.count", "{thing}", "The same of another meter.").Add(3, new KeyValuePair<string, object?>("what.kind", "b"));
        meter.CreateObservableGauge("z.ratio", () => new[] { new Measurement<double>(double.PositiveInfinity, new KeyValuePair<string, object?>("n", 1)), new(double.NaN, new KeyValuePair<string, object?>("n", 2)), new(0.25) });
        var text = Encoding.UTF8.GetString(PrometheusText.Write(await CollectedMetrics.FromAsync(collector)));
        Assert.Equal(
            """
            # HELP a_count_total Things \\ counted\non two lines.
            # TYPE a_count_total counter
            a_count_total{what_kind="quote \" back \\ line\nend"} 2
            a_count_total{what_kind="b"} 3
            # HELP z_ratio 
            # TYPE z_ratio gauge
            z_ratio{n="1"} +Inf
            z_ratio{n="2"} NaN
            z_ratio 0.25

            """,
            text);
    }

    [Fact]
    public async Task Series_that_become_one_are_written_once()
    {
        using var meter = new Meter("Hex.Agent.Tests.Twice");
        using var collector = new MeterCollector([meter.Name]);
        meter.CreateGauge<long>("one.two").Record(1);
        meter.CreateGauge<long>("one_two").Record(2);
        var text = Encoding.UTF8.GetString(PrometheusText.Write(await CollectedMetrics.FromAsync(collector)));
        Assert.Single(text.Split('\n'), line => line.StartsWith("one_two ", StringComparison.Ordinal));
        Assert.Single(text.Split('\n'), line => line.StartsWith("# TYPE", StringComparison.Ordinal));
    }
}
