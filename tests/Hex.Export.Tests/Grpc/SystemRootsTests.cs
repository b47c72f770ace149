using System.Diagnostics;
using Hex.Export.Tests.Support;

namespace Hex.Export.Tests.Grpc;

/// <summary>The runtime reads the system's authorities once per process, so each case needs a process of its own: this one again, told to run one method.</summary>
public sealed class SystemRootsTests : IDisposable
{
    private const string EndpointVariable = "HEX_TEST_ENDPOINT";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("SSL_CERT_FILE", 0)]
    [InlineData("SSL_CERT_DIR", 0)]
    [InlineData("UNRELATED", 1)]
    public async Task Environment_names_the_systems_authorities(string variable, int expectedExitCode)
    {
        var authority = OwnAuthority.Create();
        await using var server = await LoopbackServer.StartAsync(LoopbackServer.Grpc(0), certificate: authority.Server());
        Directory.CreateDirectory(_folder["roots"]);
        var file = _folder.Write("roots/ca.pem", authority.Pem);
        var start = new ProcessStartInfo("dotnet", [typeof(SystemRootsTests).Assembly.Location, "-explicit", "only", "-method", $"*.{nameof(Child_calls_the_server)}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { [EndpointVariable] = server.HostPort, [variable] = variable == "SSL_CERT_DIR" ? _folder["roots"] : file },
        };
        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == expectedExitCode, output);
        Assert.Contains("Total: 1,", output, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public async Task Child_calls_the_server()
    {
        using var transport = Transports.Secure(Environment.GetEnvironmentVariable(EndpointVariable)!);
        Assert.Equal("Ok", (await transport.CallAsync()).ToString());
    }
}
