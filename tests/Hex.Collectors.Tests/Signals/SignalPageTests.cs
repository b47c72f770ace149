using Hex.Shared;
using Hex.Telemetry;

namespace Hex.Collectors.Tests.Signals;

/// <summary>docs/signals.md says what the catalogues say, and the catalogues are consistent.</summary>
public class SignalPageTests
{
    [Fact]
    public void The_page_is_the_catalogue() => Snapshot.MatchRepositoryFile(SignalPage.Write(SignalCatalogues.All), "docs/signals.md");

    [Fact]
    public void Every_metric_is_declared_once()
    {
        var names = SignalCatalogues.All.SelectMany(catalogue => catalogue.Metrics).Select(metric => metric.Instrument.Name).ToList();
        Assert.NotEmpty(names);
        Assert.Equal(names.Distinct(), names);
        var collectors = SignalCatalogues.All.Select(catalogue => catalogue.Name).ToList();
        Assert.Equal(collectors.Distinct(), collectors);
    }

    [Fact]
    public void An_attribute_means_the_same_everywhere()
    {
        var attributes = SignalCatalogues.All
            .SelectMany(catalogue => catalogue.Resource.Concat(catalogue.Records).Concat(catalogue.Metrics.SelectMany(metric => metric.Attributes)))
            .Distinct()
            .GroupBy(attribute => attribute.Key);
        Assert.All(attributes, same => Assert.Single(same));
    }

    [Fact]
    public void Names_and_units_are_well_formed() => Assert.All(SignalCatalogues.All.SelectMany(catalogue => catalogue.Metrics), metric =>
    {
        Assert.Matches("^[a-z0-9]+([._][a-z0-9]+)*$", metric.Instrument.Name);
        Assert.Matches(@"^(1|s|By|\{[a-z_]+\}|By/s|\{[a-z_]+\}/s)$", metric.Instrument.Unit);
        Assert.EndsWith(".", metric.Instrument.Description, StringComparison.Ordinal);
        Assert.NotEmpty(metric.Source);
        Assert.True(metric.Instrument.Kind != InstrumentKind.Counter || metric.Instrument.Unit != "1", $"{metric.Instrument.Name} counts ones");
    });
}
