using System.Text.Json;
using System.Text.Json.Serialization;
using Hex.Bench.Count;
using Hex.Bench.Generate;
using Hex.Bench.Receive;

namespace Hex.Bench;

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(TreeCount))]
[JsonSerializable(typeof(ReceiverReport))]
internal sealed partial class BenchJson : JsonSerializerContext
{
    /// <summary>The same on one line.</summary>
    public static BenchJson Line { get; } = new(new JsonSerializerOptions());
}
