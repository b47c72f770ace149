using System.Text.Json;


namespace Hex.Bench.Generate;

/// <summary>What a generated tree holds; lies beside it as <c>TREE.manifest.json</c>.</summary>
public sealed record Manifest(string Layout, ulong Seed, int Files, WrittenCounts Counts)
{
    /// <summary>Writes it beside a tree.</summary>
    public void WriteBeside(string tree) => File.WriteAllText(PathBeside(tree), JsonSerializer.Serialize(this, BenchJson.Default.Manifest));

    /// <summary>Reads the one beside a tree.</summary>
    public static Manifest ReadBeside(string tree) =>
        JsonSerializer.Deserialize(File.ReadAllText(PathBeside(tree)), BenchJson.Default.Manifest)
        ?? throw new InvalidDataException($"{PathBeside(tree)} is empty");

    private static string PathBeside(string tree) => tree.TrimEnd('/') + ".manifest.json";
}
