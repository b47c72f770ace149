using System.Diagnostics.Metrics;

namespace Hex.Telemetry.Tests;

public sealed class MeterCollectorTests
{
    [Fact]
    public async Task Every_kind_of_instrument_becomes_a_metric()
    {
        var name = Guid.NewGuid().ToString();
        using var collector = new MeterCollector([name], ("service.name", "me"));
        using var meter = new Meter(name);
        using var unheard = new Meter(name + "x");
        unheard.CreateCounter<long>("unheard").Add(1);
        var counter = meter.CreateCounter<int>("c", "{x}", "counts");
        var both = meter.CreateUpDownCounter<long>("u");
        var histogram = meter.CreateHistogram<double>("h", "s");
        var gauge = meter.CreateGauge<float>("g");
        meter.CreateObservableCounter("oc", () => 42L);
        meter.CreateObservableGauge("og", () => new Measurement<double>(0.5, new KeyValuePair<string, object?>("k", true)));
        counter.Add(1, new KeyValuePair<string, object?>("k", "a"));
        counter.Add(2, new KeyValuePair<string, object?>("k", "a"));
        counter.Add(5, new KeyValuePair<string, object?>("k", "b"));
        both.Add(5);
        both.Add(-2);
        histogram.Record(0.25);
        histogram.Record(0.5);
        gauge.Record(1);
        gauge.Record(2);

        await CollectedMetrics.FromAsync(collector);
        var points = await CollectedMetrics.FromAsync(collector);

        Assert.Equal(
            ["c{k=a} = 3", "c{k=b} = 5", "g{} = 2", "h.count{} = 2", "h.sum{} = 0.75", "oc{} = 42", "og{k=true} = 0.5", "u{} = 3"],
            points.Select(p => $"{p.Instrument.Name}{p.Attributes} = {p.Value}").Order(StringComparer.Ordinal));
        Assert.Equal((InstrumentKind.Counter, "{x}", "counts"), points.Of("c").Select(p => (p.Instrument.Kind, p.Instrument.Unit, p.Instrument.Description)).First());
        Assert.Equal(InstrumentKind.UpDownSum, points.Of("u").First().Instrument.Kind);
        Assert.Equal(InstrumentKind.Gauge, points.Of("og").First().Instrument.Kind);
        Assert.All(points, p => Assert.Equal("me", p.Resource["service.name"]));
        Assert.True(points.Of("c").First().StartTimeUnixNano > 0);
    }

    [Fact]
    public async Task A_disposed_meters_series_are_forgotten()
    {
        var name = Guid.NewGuid().ToString();
        using var collector = new MeterCollector([name]);
        using (var meter = new Meter(name))
        {
            meter.CreateCounter<long>("c").Add(1);
            Assert.Single(await CollectedMetrics.FromAsync(collector));
        }

        Assert.Empty(await CollectedMetrics.FromAsync(collector));
    }

    [Fact]
    public async Task A_pipeline_counts_what_it_does()
    {
        // Other tests' pipelines are heard as well: this one is told apart by its exporter's name.
        var exporter = new ScriptedLogExporter
        {
            Name = Guid.NewGuid().ToString(),
            Answer = (n, _) => n == 0 ? ExportResult.PartiallyAccepted(1, "old") : ExportResult.Accepted,
        };
        using var collector = new MeterCollector([TelemetryMeter.Name]);
        using var pipeline = new LogPipeline(exporter);
        var source = new ScriptedLogSource();
        source.Add(null, "a", "b", "c");
        await pipeline.RunAsync(source.End());

        var points = (await CollectedMetrics.FromAsync(collector))
            .Where(p => p.Attributes.TryGet("hex.exporter", out var name) && name.AsString == exporter.Name)
            .ToDictionary(p => p.Instrument.Name, p => p.Value.AsInt64);

        Assert.Equal(3, points["hex.logs.records.read"]);
        Assert.Equal((3, 2, 1), (points["hex.export.records.sent"], points["hex.export.records.delivered"], points["hex.export.records.rejected"]));
        Assert.Equal((1, 3, 0), (points["hex.export.attempts"], points["hex.export.bytes"], points["hex.logs.in_flight"]));
    }
}
