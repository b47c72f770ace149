using Hex.Agent.Cluster;

namespace Hex.Agent.Tests.Cluster;

public class LeaseNamesTests
{
    [Fact]
    public void Node_has_a_lease_of_its_name() => Assert.Equal("hexcovery-agent-ip-10-0-0-1.ec2.internal", LeaseNames.OfNode("hexcovery-agent", "ip-10-0-0-1.ec2.internal"));

    [Fact]
    public void Long_names_stay_apart_and_within_the_limit()
    {
        var (one, two) = (LeaseNames.OfNode("hexcovery-agent", new string('n', 250) + "1"), LeaseNames.OfNode("hexcovery-agent", new string('n', 250) + "2"));
        Assert.NotEqual(one, two);
        Assert.Equal(253, one.Length);
        Assert.Equal(one, LeaseNames.OfNode("hexcovery-agent", new string('n', 250) + "1"));
    }

    [Fact]
    public void Each_process_is_somebody_else()
    {
        var (one, two) = (LeaseNames.NewIdentity(_ => "agent-x7k2p"), LeaseNames.NewIdentity(_ => "agent-x7k2p"));
        Assert.StartsWith("agent-x7k2p_", one, StringComparison.Ordinal);
        Assert.NotEqual(one, two);
    }
}
