using System.Globalization;
using System.Text;
using Hex.Testing;
using Microsoft.Extensions.Logging;

namespace Hex.Kubernetes.Tests.Usage;

public class MetricsApiTests : IApiTransport
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 21, 12, 15, 17, TimeSpan.Zero));
    private readonly RecordingLogger _log = new();
    private readonly MetricsApi _api;
    private (int Status, byte[] Body) _answer = (200, Fixture.Read("lists/metrics.k8s.io-v1beta1.pods.json"));
    private int _requests;

    public MetricsApiTests() => _api = new MetricsApi(new KubernetesClient(this, _time, _log));

    [Fact]
    public async Task Recorded_usage_is_shared_within_a_second_and_comes_again_until_there_is_newer()
    {
        var first = await _api.ReadPodsAsync();
        Assert.Equal(UsageAvailability.Available, first.Availability);
        Assert.InRange(first.Readings.Count, 10, 40);
        Assert.Same(first, await _api.ReadPodsAsync());
        Assert.Equal(1, _requests);

        // metrics-server still holds the same measurements.
        _time.Advance(TimeSpan.FromSeconds(15));
        var second = await _api.ReadPodsAsync();
        Assert.Equal(first.Readings.Count, second.Readings.Count);
        Assert.NotSame(first, second);
        Assert.Equal(first.Readings.Select(reading => reading.Time), second.Readings.Select(reading => reading.Time));
    }

    [Fact]
    public async Task Answer_is_forgotten_when_nobody_shares_it_any_more()
    {
        var answer = await ReadAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        GC.Collect();
        Assert.False(answer.TryGetTarget(out _));
        Assert.Equal(1, _requests);

        async Task<WeakReference<UsageSnapshot<PodUsage>>> ReadAsync() => new(await _api.ReadPodsAsync());
    }

    [Fact]
    public async Task Measurement_older_than_twice_its_window_and_a_minute_is_absent()
    {
        Answer("2026-11-21T12:15:17Z", "20s");
        Assert.Single((await _api.ReadPodsAsync()).Readings);
        _time.Advance(TimeSpan.FromSeconds(99));
        Assert.Single((await _api.ReadPodsAsync()).Readings);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty((await _api.ReadPodsAsync()).Readings);
        Answer(_time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), "20s");
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Single((await _api.ReadPodsAsync()).Readings);
    }

    [Theory]
    [InlineData(404, "errors/404-metrics-api-absent.nodes.body", UsageAvailability.Absent)]
    [InlineData(503, "errors/503-metrics-server-down.body", UsageAvailability.Unavailable)]
    [InlineData(503, "errors/503-metrics-server-down-later.body", UsageAvailability.Unavailable)]
    [InlineData(403, "errors/403-metrics-no-rbac.body", UsageAvailability.Forbidden)]
    public async Task Absence_warns_once_is_asked_again_with_growing_waits_and_ends_with_its_cause(int status, string body, UsageAvailability expected)
    {
        var working = _answer;
        _answer = (status, Fixture.Read(body));
        for (var second = 0; second < 3600; second += 15)
        {
            var usage = await _api.ReadPodsAsync();
            Assert.Equal(expected, usage.Availability);
            Assert.Empty(usage.Readings);
            _time.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.InRange(_requests, 12, 18);
        Assert.Single(_log.Lines, line => line.Level == LogLevel.Warning);
        _answer = working;
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(UsageAvailability.Available, (await _api.ReadPodsAsync()).Availability);
        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public async Task Just_started_metrics_server_is_there_and_has_nothing()
    {
        _answer = (200, Fixture.Read("errors/metrics-server-just-started-nodes.body"));
        var usage = await _api.ReadNodesAsync();
        Assert.Equal((UsageAvailability.Available, 0), (usage.Availability, usage.Readings.Count));
        _answer = (200, Fixture.Read("lists/metrics.k8s.io-v1beta1.nodes.json"));
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("tb-node-1", (await _api.ReadNodesAsync()).Readings.Single().Name);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Nonsense_counts_as_unavailable()
    {
        _answer = (200, "<html>"u8.ToArray());
        Assert.Equal(UsageAvailability.Unavailable, (await _api.ReadPodsAsync()).Availability);
    }

    [Theory]
    [InlineData("20.118s", 20.118)]
    [InlineData("1m30s", 90)]
    [InlineData("1h", 3600)]
    [InlineData("250ms", 0.25)]
    [InlineData("1.5µs", 0.0000015)]
    [InlineData("0s", 0)]
    public void Window_is_a_go_duration(string text, double seconds)
    {
        Assert.True(GoDuration.TryParse(Encoding.UTF8.GetBytes(text), out var duration));
        Assert.Equal(seconds, duration.TotalSeconds, 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("1.2.3s")]
    [InlineData("5 s")]
    [InlineData("99999999999999999999999999h")]
    public void Other_texts_are_no_duration(string text) => Assert.False(GoDuration.TryParse(Encoding.UTF8.GetBytes(text), out _));

    Task<ApiResponse> IApiTransport.SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        _requests++;
        return Task.FromResult(new ApiResponse(_answer.Status, new MemoryStream(_answer.Body)));
    }

    private void Answer(string time, string window) => _answer = (200, Encoding.UTF8.GetBytes(
        $$$"""{"metadata":{},"items":[{"metadata":{"name":"p","namespace":"n"},"timestamp":"{{{time}}}","window":"{{{window}}}","containers":[]}]}"""));

    private sealed class RecordingLogger : ILoggerFactory, ILogger
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
