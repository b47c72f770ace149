using Hex.Agent.Composition;
using Hex.Agent.Tests.Configuration;

namespace Hex.Agent.Tests.Composition;

public class CommonAttributesTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("cluster: { name: mine }", "EKS_CLUSTER_NAME=other", "k8s.cluster.name=mine")]
    [InlineData("cluster: { name: \"\" }", "EKS_CLUSTER_NAME=eks", "k8s.cluster.name=eks")]
    [InlineData("", "HEX_CLUSTER__NAME=mine,EKS_CLUSTER_NAME=other", "k8s.cluster.name=mine")]
    [InlineData("", "AKS_CLUSTER_NAME=aks,EKS_CLUSTER_NAME=eks", "k8s.cluster.name=eks")]
    [InlineData("", "K8S_CLUSTER_NAME=k8s,CLUSTER_NAME=first", "k8s.cluster.name=first")]
    [InlineData("", "CLUSTER_NAME=,GKE_CLUSTER_NAME=gke", "k8s.cluster.name=gke")]
    [InlineData("resource: { attributes: { team: shop } }", "", "team=shop")]
    public void Configured_attributes_and_the_clusters_name_are_on_everything(string yaml, string variables, string expected)
    {
        var environment = variables.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]);
        var attributes = CommonAttributes.Of(ConfigurationFile.Valid(yaml, environment));
        Assert.Equal(expected, string.Join(',', attributes.Select(one => $"{one.Key}={one.Value.AsString}")));
    }
}
