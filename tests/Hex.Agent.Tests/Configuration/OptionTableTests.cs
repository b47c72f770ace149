using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Shared;

namespace Hex.Agent.Tests.Configuration;

public class OptionTableTests
{
    public static TheoryData<string> Keys => [.. AgentOptions.Table.All.Select(option => option.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Default_is_a_value_as_it_would_be_written(string key)
    {
        var option = AgentOptions.Table.Find(key)!;
        foreach (var text in option.ProfileDefaults.Values.Append(option.Default))
        {
            var value = option.Read(new RawScalar(text.Trim('"')), Origin.Default, out var problem);
            Assert.Null(problem);
            Assert.Equal(text, value!.Shown);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_option_can_be_set_by_yaml_variable_and_argument(string key)
    {
        var option = AgentOptions.Table.Find(key)!;
        var text = option.Default;
        Assert.Same(option, AgentOptions.Table.FindVariable(option.Variable));
        Assert.Empty(ConfigurationFile.Problems($"{key}: {text}", null, "exporters=discard").Where(problem => !problem.Contains("needed by", StringComparison.Ordinal)));
        Assert.Empty(ConfigurationFile.Problems("", new() { [option.Variable] = text.Trim('"') }, "exporters=discard"));
        Assert.Empty(ConfigurationFile.Problems("", null, "exporters=discard", $"{key}={text.Trim('"')}").Where(problem => !problem.Contains("needed by", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("server.apiKeyFile", "HEX_SERVER__API_KEY_FILE")]
    [InlineData("logs.maxInFlightBytes", "HEX_LOGS__MAX_IN_FLIGHT_BYTES")]
    [InlineData("profile", "HEX_PROFILE")]
    public void Variable_is_the_key_in_capitals(string key, string variable) => Assert.Equal(variable, AgentOptions.Table.Find(key)!.Variable);

    [Fact]
    public void Documentation_is_the_table() => Snapshot.MatchRepositoryFile(ConfigurationPage.Write(AgentOptions.Table), "docs/configuration.md");
}
