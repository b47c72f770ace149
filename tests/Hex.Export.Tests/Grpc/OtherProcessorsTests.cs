using System.Diagnostics;

namespace Hex.Export.Tests.Grpc;

/// <summary>Compression takes other ways on processors that have less: its tests once more in a process that is told so.</summary>
public class OtherProcessorsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("DOTNET_EnableVAES")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Compression_holds_without(string instructions)
    {
        var tests = typeof(CompressionTests);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [tests.Assembly.Location, "-noLogo", "-noColor", "-class", tests.FullName!])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment[instructions] = "0";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, output);
            Assert.Matches("Total: [1-9][0-9]*, Errors: 0, Failed: 0, Skipped: 0", output);
        }
        finally
        {
            process.Kill();
        }
    }
}
