namespace Hex.Attribution.Tests;

public class ClusterNamesTests
{
    [Fact]
    public void Configuration_wins_then_the_first_variable_that_is_set()
    {
        var variables = new Dictionary<string, string?> { ["EKS_CLUSTER_NAME"] = "eks", ["K8S_CLUSTER_NAME"] = " k8s ", ["CLUSTER_NAME"] = "" };
        string? Read(string name) => variables.GetValueOrDefault(name);
        Assert.Equal(("mine", "configuration"), ClusterNames.Find("mine", Read));
        Assert.Equal(("k8s", "environment variable K8S_CLUSTER_NAME"), ClusterNames.Find("", Read));
        Assert.Equal((null, null), ClusterNames.Find(null, _ => null));
    }
}
