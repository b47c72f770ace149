using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Deploy.Tests.Processes;
using Hex.Shared;

namespace Hex.Deploy.Tests.Systemd;

/// <summary>deploy/systemd: a hardened unit, and a configuration the agent takes.</summary>
public class UnitTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "systemd");
    private static readonly string Unit = Path.Combine(Folder, "hex-agent.service");

    [Fact]
    public async Task Unit_is_one_systemd_takes()
    {
        // The program need not be installed to look at the unit.
        var folder = Directory.CreateTempSubdirectory("hex-unit-");
        var copy = Path.Combine(folder.FullName, "hex-agent.service");
        await File.WriteAllTextAsync(copy, (await File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken)).Replace("/usr/local/bin/hex-agent", "/bin/true", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var output = await ToolOutput.RunAsync("systemd-analyze", ["verify", "--man=no", copy]);
        folder.Delete(recursive: true);
        Assert.SkipWhen(output is null, "needs systemd-analyze");
        Assert.Equal("", output.Good() + output.Errors);
    }

    [Fact]
    public async Task Unit_is_hardened()
    {
        var output = await ToolOutput.RunAsync("systemd-analyze", ["security", "--offline=true", "--threshold=20", "--no-pager", Unit]);
        Assert.SkipWhen(output is null, "needs systemd-analyze");
        Assert.SkipWhen(output.Errors.Contains("unrecognized option", StringComparison.Ordinal), "needs a systemd-analyze that knows --offline (systemd 250)");
        // 2.0 of 10 or better; what is left is the network, and the view of processes and file systems that it reports.
        output.Good();
    }

    [Theory]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("ProtectSystem=strict")]
    [InlineData("CapabilityBoundingSet=")]
    [InlineData("StateDirectory=hex-agent")]
    [InlineData("Environment=DOTNET_EnableDiagnostics=0")]
    [InlineData("User=hex-agent")]
    public void Unit_says(string line) => Assert.Contains(line, File.ReadLines(Unit));

    [Fact]
    public void Unit_waits_longer_for_the_end_than_the_agent_takes()
    {
        var configuration = Read();
        var limit = File.ReadLines(Unit).Single(line => line.StartsWith("TimeoutStopSec=", StringComparison.Ordinal))["TimeoutStopSec=".Length..].TrimEnd('s');
        Assert.True(int.Parse(limit, System.Globalization.CultureInfo.InvariantCulture) >= configuration.Get(AgentOptions.ShutdownTimeout).TotalSeconds + 10);
        Assert.Equal("/var/lib/hex-agent", configuration.Get(AgentOptions.StatePath));
    }

    [Fact]
    public void Configuration_is_one_the_agent_takes()
    {
        var configuration = Read();
        Assert.Equal(Profile.Host, configuration.Get(AgentOptions.Profile));
        Assert.Equal("/etc/hex-agent/api-key", configuration.Get(ServerOptions.ApiKeyFile));
    }

    private static AgentConfiguration Read()
    {
        var result = ConfigurationReader.Read(new ConfigurationSources(Path.Combine(Folder, "config.yaml"), new Dictionary<string, string>(), []));
        Assert.Empty(result.Problems);
        return result.Configuration!;
    }
}
