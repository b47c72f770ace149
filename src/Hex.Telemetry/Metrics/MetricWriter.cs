namespace Hex.Telemetry;

/// <summary>
/// What a collector writes into: <c>writer.For(resource).Record(Instruments.PodRestarts, 3)</c>.
/// Points gather in batches that are handed on as they fill, so a collection of any size needs little memory.
/// Used by one collector at a time; not thread-safe.
/// </summary>
public sealed class MetricWriter : IDisposable
{
    /// <summary>Points per batch handed on: 1,024 points are 56 KiB in memory and some 150 encoded.</summary>
    public const int DefaultBatchPoints = 1024;

    private readonly AttributeInterner _attributes;
    private readonly Action<MetricBatch> _onBatch;
    private readonly DisabledMetrics? _disabled;
    private readonly SeriesTracker? _series;
    private readonly int _batchPoints;
    private MetricBatch? _batch;
    private bool _hasKept;

    /// <summary>Makes a writer.</summary>
    /// <param name="resources">Where collectors get their resources from.</param>
    /// <param name="timeUnixNano">The time of the collection in nanoseconds since the Unix epoch: the time of every point without its own.</param>
    /// <param name="onBatch">Receives, and from then on owns, every batch.</param>
    /// <param name="batchPoints">Points per batch.</param>
    public MetricWriter(ResourcePool resources, long timeUnixNano, Action<MetricBatch> onBatch, int batchPoints = DefaultBatchPoints)
        : this(resources, timeUnixNano, onBatch, new AttributeInterner(), disabled: null, batchPoints)
    {
    }

    internal MetricWriter(
        ResourcePool resources,
        long timeUnixNano,
        Action<MetricBatch> onBatch,
        AttributeInterner attributes,
        DisabledMetrics? disabled,
        int batchPoints = DefaultBatchPoints,
        SeriesTracker? series = null)
    {
        ArgumentNullException.ThrowIfNull(resources);
        ArgumentNullException.ThrowIfNull(onBatch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchPoints);
        Resources = resources;
        TimeUnixNano = timeUnixNano;
        _onBatch = onBatch;
        _attributes = attributes;
        _disabled = disabled;
        _series = series;
        _batchPoints = batchPoints;
    }

    /// <summary>Where to get resources from.</summary>
    public ResourcePool Resources { get; }

    /// <summary>The time of the collection in nanoseconds since the Unix epoch.</summary>
    public long TimeUnixNano { get; }

    /// <summary>How many points were written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Starts writing points about <paramref name="resource"/>. Write all points of one resource together.</summary>
    /// <param name="resource">What the points are about, from <see cref="Resources"/>.</param>
    /// <param name="startTimeUnixNano">Since when its sums count (an object's creation), nanoseconds since the Unix epoch; 0 when unknown.</param>
    public ResourceMetrics For(Resource resource, long startTimeUnixNano = 0) => new(this, resource, TimeUnixNano, startTimeUnixNano);

    /// <summary>Hands on what has gathered.</summary>
    public void Flush()
    {
        if (_batch is { Count: > 0 } batch)
        {
            _batch = null;
            _series?.Observe(batch);
            if (_hasKept)
            {
                _hasKept = false;
                batch.DropKept();
            }

            if (batch.Count > 0)
            {
                _onBatch(batch);
            }
            else
            {
                batch.Dispose();
            }
        }
    }

    /// <summary>Drops what has gathered and was not flushed.</summary>
    public void Dispose()
    {
        _batch?.Dispose();
        _batch = null;
    }

    internal void Add(Resource resource, Instrument instrument, ReadOnlySpan<TelemetryAttribute> attributes, MetricValue value, long time, long startTime)
    {
        if (_disabled is null || !_disabled.Contains(instrument))
        {
            Append(new MetricPoint(resource, instrument, _attributes.Get(attributes), value, time, startTime));
        }
    }

    internal void Add(Resource resource, Instrument instrument, AttributeSet attributes, MetricValue value, long time, long startTime)
    {
        if (_disabled is null || !_disabled.Contains(instrument))
        {
            Append(new MetricPoint(resource, instrument, attributes, value, time, startTime));
        }
    }

    /// <summary>Notes a series without a point, for whom series are tracked. The note takes the place of the point in the batch until it is handed on.</summary>
    internal void Keep(Resource resource, Instrument instrument, AttributeSet attributes)
    {
        if (_series is not null)
        {
            _hasKept = true;
            Add(resource, instrument, attributes, MetricValue.Kept, 0, 0);
        }
    }

    private void Append(in MetricPoint point)
    {
        _batch ??= new MetricBatch(_batchPoints);
        _batch.Add(point);
        Count += point.Value.IsKept ? 0 : 1;

        // A resource's points stay in one batch unless it has very many.
        if (_batch.Count >= _batchPoints)
        {
            Flush();
        }
    }
}
