using Hex.Telemetry;
using Hex.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Hex.Logs.Tests.Reading.LogTree;

namespace Hex.Logs.Tests.Reading;

public sealed class FairnessAndMetadataTests : IDisposable
{
    private readonly LogTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task A_loud_file_does_not_starve_a_quiet_one()
    {
        _tree.Append(string.Concat(Enumerable.Range(0, 50_000).Select(i => Line($"{i} {new string('.', 60)}"))));
        _tree.Append(Line("quiet"), Path.Combine(Other(), "0.log"));
        await using var driver = new ReaderDriver(_tree.Root, configure: o => o.QuantumBytes = 64 * 1024);
        await driver.ReadAsync();
        Assert.Equal(50_001, driver.Records.Count);
        Assert.InRange(driver.Records.FindIndex(r => r.Body == "quiet"), 0, 2_000);
    }

    [Fact]
    public async Task A_pods_rate_limit_delays_its_lines_and_loses_none()
    {
        _tree.Append(string.Concat(Enumerable.Range(0, 20_000).Select(i => Line($"{i} {new string('.', 60)}"))));
        var size = new FileInfo(_tree.Current).Length;
        await using var driver = new ReaderDriver(_tree.Root, configure: o => (o.QuantumBytes, o.RateLimitBytesPerSecond) = (64 * 1024, 200_000));
        var start = driver.Time.GetUtcNow();
        while (driver.Records.Count < 20_000)
        {
            await driver.ReadAsync(quiet: TimeSpan.FromSeconds(1));
        }

        // One second's worth may come at once, and the last turn may overdraw.
        Assert.True((driver.Time.GetUtcNow() - start).TotalSeconds >= (size / 200_000.0) - 2, $"{size} bytes in {driver.Time.GetUtcNow() - start}");
    }

    [Fact]
    public async Task Lines_wait_for_metadata_and_get_it()
    {
        var resolver = new LateResolver();
        _tree.Append(Line("1"));
        await using var driver = new ReaderDriver(_tree.Root, resolver: resolver);
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(2));
        Assert.Empty(driver.Records);
        resolver.Answer = new ContainerMetadata(resolver.Pool.Get(("service.name", "shop")));
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(2));
        Assert.Equal("shop", Assert.Single(driver.Records).Resource["service.name"]);
    }

    [Fact]
    public async Task Lines_go_out_with_the_paths_identity_when_metadata_does_not_come_and_with_metadata_once_it_does()
    {
        var resolver = new LateResolver();
        _tree.Append(Line("1"));
        await using var driver = new ReaderDriver(_tree.Root, resolver: resolver);
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(10));
        Assert.Equal("web-0", Assert.Single(driver.Records).Resource["k8s.pod.name"]);
        resolver.Answer = new ContainerMetadata(resolver.Pool.Get(("service.name", "shop")));
        _tree.Append(Line("2"));
        await driver.ReadAsync();
        Assert.Equal("shop", driver.Records[1].Resource["service.name"]);
    }

    [Fact]
    public async Task A_container_that_is_not_to_be_collected_is_left_alone_until_it_is()
    {
        var resolver = new LateResolver();
        resolver.Answer = new ContainerMetadata(resolver.Pool.Get(("service.name", "shop")), Collect: false);
        _tree.Append(Line("1"));
        await using var driver = new ReaderDriver(_tree.Root, resolver: resolver);
        await driver.ReadAsync();
        Assert.Empty(driver.Records);
        resolver.Answer = resolver.Answer with { Collect = true };
        await driver.ReadAsync();
        Assert.Equal(["1"], driver.Bodies);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.6)]
    [InlineData(1.0)]
    [InlineData(1.4)]
    [InlineData(1.8)]
    public async Task Lines_that_wait_for_their_container_to_be_known_go_out_at_once_when_it_is(double seconds)
    {
        var resolver = new LateResolver();
        _tree.Append(Line("one"));
        // Long after the clock began: a file that was never read is a quiet one.
        var time = new FakeTimeProvider();
        time.Advance(TimeSpan.FromHours(1));
        await using var driver = new ReaderDriver(_tree.Root, resolver: resolver, time: time);
        await driver.ReadAsync(quiet: TimeSpan.FromSeconds(seconds));
        Assert.Empty(driver.Records);
        resolver.Answer = new ContainerMetadata(resolver.Pool.Get(("service.name", "shop")));
        await driver.ReadAsync(quiet: driver.Options.SweepInterval);
        Assert.Equal(["one"], driver.Bodies);
    }

    [Fact]
    public async Task A_container_that_is_held_back_waits_in_its_file_while_others_are_read()
    {
        var holds = true;
        _tree.Append(Line("mine"));
        _tree.Append(Line("theirs"), Path.Combine(Other(), "0.log"));
        await using var driver = new ReaderDriver(_tree.Root, configure: o => o.HoldBack = container => holds && container.Pod == "web-0");
        await driver.ReadAsync();
        Assert.Equal(["theirs"], driver.Bodies);
        holds = false;
        await driver.ReadAsync();
        Assert.Equal(["theirs", "mine"], driver.Bodies);
    }

    [Fact]
    public async Task A_run_with_an_end_knows_at_its_end_that_nothing_is_left()
    {
        _tree.Append(string.Concat(Enumerable.Range(0, 20_000).Select(i => Line($"{i} {new string('.', 60)}"))));
        await using var driver = new ReaderDriver(_tree.Root, configure: o => o.Once = true);
        Assert.False(await driver.ReadAsync());
        Assert.All(driver.Reader.Status.Files, file => Assert.Equal(file.Size, file.ReadOffset));
    }

    [Fact]
    public async Task Reading_allocates_nothing_per_line()
    {
        const int Lines = 40_000;
        var line = Line("""{"ts":"2026-11-21T12:11:38Z","level":"info","msg":"order placed","order_id":1}""");
        _tree.Append(string.Concat(Enumerable.Repeat(line, Lines)));
        await ReadOnceAsync();

        // The least of a few runs: a collection may empty the buffer pools in one of them, what is allocated per line is allocated in all.
        var least = long.MaxValue;
        var batches = 0;
        for (var run = 0; run < 5; run++)
        {
            var once = await ReadOnceAsync();
            Assert.Equal(Lines, once.Records);
            (least, batches) = (Math.Min(least, once.Allocated), once.Batches);
        }

        // What is made anew is the reader's own state and some objects a batch; one object a line would be at least 24 bytes each.
        Assert.InRange(least, 1, 64_000 + (batches * 4_096));
        Assert.True(64_000 + (batches * 4_096) < Lines * 24 / 4);
    }

    [Fact]
    public async Task AddContainerLogs_makes_a_source_of_the_pipeline()
    {
        _tree.Append(Line("1"));
        var services = new ServiceCollection();
        services.AddHex(hex => hex.AddContainerLogs(o => (o.Root, o.Once) = (_tree.Root, true)));
        await using var provider = services.BuildServiceProvider();
        var source = Assert.Single(provider.GetServices<ILogSource>());
        var count = 0;
        await foreach (var batch in source.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            count += batch.Count;
            batch.Acknowledge();
            batch.Dispose();
        }

        Assert.Equal(1, count);
    }

    private async Task<(int Records, int Batches, long Allocated)> ReadOnceAsync()
    {
        await using var reader = new ContainerLogReader(new ContainerLogReaderOptions { Root = _tree.Root, Once = true }, time: new FakeTimeProvider());
        var (records, batches) = (0, 0);
        await using var all = reader.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (true)
        {
            // Nothing is waited for, so all of it happens on this thread and is counted. Only disposing the reader may go on on another.
            var next = all.MoveNextAsync();
            Assert.True(next.IsCompletedSuccessfully);
            if (!await next)
            {
                return (records, batches, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            records += all.Current.Count;
            batches++;
            all.Current.Acknowledge();
            all.Current.Dispose();
        }
    }

    private string Other()
    {
        var other = Path.Combine(_tree.Root, "shop_api-0_8a5c1f2e-0000-4000-8000-000000000002", "app");
        Directory.CreateDirectory(other);
        return other;
    }

    private sealed class LateResolver : IResourceResolver
    {
        private ContainerMetadata? _answer;

        public ResourcePool Pool { get; } = new();

        public long Version { get; private set; }

        public ContainerMetadata? Answer
        {
            get => _answer;
            set
            {
                _answer = value;
                Version++;
            }
        }

        public ContainerMetadata? Resolve(in ContainerIdentity container, int restart) => _answer;
    }
}
