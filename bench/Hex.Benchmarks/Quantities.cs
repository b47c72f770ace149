using System.Text;
using BenchmarkDotNet.Attributes;
using Hex.Kubernetes;

namespace Hex.Benchmarks;

/// <summary>Kubernetes quantities as they stand in pod specs and in the Metrics API.</summary>
[MemoryDiagnoser]
public class Quantities
{
    private readonly byte[][] _texts = [.. new[] { "100m", "1", "256Mi", "1Gi", "1500m", "123456789n", "1e3", "64Ki", "0.5", "2G" }.Select(Encoding.UTF8.GetBytes)];

    [Benchmark(OperationsPerInvoke = 10)]
    public double Parse()
    {
        double sum = 0;
        foreach (var text in _texts)
        {
            if (Quantity.TryParse(text, out var quantity))
                sum += quantity.ToDouble();
        }

        return sum;
    }
}
