using Hex.Telemetry;

namespace Hex.Collectors.Host;

/// <summary>
/// A collector whose shares and rankings need two samples. Run at an interval, its first collection leaves them out. A program that collects only once takes
/// a first sample, waits (1 s is good), and then collects.
/// </summary>
public interface ITwoSamples : ICollector
{
    /// <summary>Takes a sample and writes nothing.</summary>
    /// <exception cref="IOException">A file that must be there cannot be read.</exception>
    void TakeSample();
}
