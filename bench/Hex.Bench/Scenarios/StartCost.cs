namespace Hex.Bench.Scenarios;

/// <summary>What the program weighs, and how long it takes to start and do nothing (<c>hex-agent version</c>): for comparing forms of it.</summary>
internal static class StartCost
{
    public static async Task<Row> RunAsync(Bench bench)
    {
        var cpu = await bench.VersionCpuAsync();
        var elapsed = TimeSpan.MaxValue;
        for (var run = 0; run < bench.Options.Runs; run++)
        {
            var result = await bench.Measured.RunAsync(bench.Options.Agent, ["version"], bench.Options.Limit);
            Bench.Expect(result, "hex-agent version");
            elapsed = result.Elapsed < elapsed ? result.Elapsed : elapsed;
        }

        var files = ProgramFiles(bench.Options.Agent).ToList();
        return new Row("start", $"{files.Sum(file => file.Length) / 1e6:F1} MB in {files.Count} files, {elapsed.TotalMilliseconds:F0} ms", "–", Holds: true) { Cpu = cpu, Elapsed = elapsed };
    }

    /// <summary>The program alone where it is a single file; else what stands beside it, without symbols and documentation.</summary>
    private static IEnumerable<FileInfo> ProgramFiles(string agent)
    {
        var program = new FileInfo(agent);
        return File.Exists(Path.ChangeExtension(agent, ".dll")) || File.Exists(agent + ".dll")
            ? program.Directory!.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension is "" or ".dll" or ".json" or ".so")
            : [program];
    }
}
