using System.Text.Json.Nodes;

namespace Hex.Kubernetes.Tests.Objects;

public class EffectiveResourcesTests
{
    private static readonly Projections Projections = new();

    [Fact]
    public void Recorded_pods_take_what_the_kubelet_says_it_allocated()
    {
        var compared = 0;
        foreach (var item in Fixture.Items("core-v1.pods").Where(item => item["status"]!["allocatedResources"] is not null))
        {
            var pod = Projections.Pod(Fixture.Utf8(item))!;
            var allocated = item["status"]!["allocatedResources"]!;
            Assert.Equal((pod.ToString(), Amount(allocated, "cpu")), (pod.ToString(), pod.Requests.Cpu));
            Assert.Equal((pod.ToString(), Amount(allocated, "memory")), (pod.ToString(), pod.Requests.Memory));
            compared++;
        }

        Assert.Equal(10, compared);
    }

    [Fact]
    public void Recorded_pods_whose_containers_all_have_limits_have_the_limits_in_force()
    {
        var compared = 0;
        foreach (var item in Fixture.Items("core-v1.pods"))
        {
            var pod = Projections.Pod(Fixture.Utf8(item))!;
            if (pod.Containers.All(container => container.Spec.Limits.Memory is not null) && item["status"]!["resources"] is { } resources)
            {
                Assert.Equal((pod.ToString(), Amount(resources["limits"]!, "memory")), (pod.ToString(), pod.Limits.Memory));
                compared++;
            }
        }

        Assert.InRange(compared, 8, 100);
    }

    [Fact]
    public void Recorded_native_sidecar_runs_beside_the_app_and_the_later_init_container()
    {
        var pod = Projections.Pod(Fixture.Utf8(Fixture.ItemStarting("core-v1.pods", "sidecar-demo")))!;
        Assert.Equal(new ContainerCounts(2, 2, 1, 0), pod.ContainerCounts);
        Assert.Equal(Quantity.Parse("30m"), pod.Requests.Cpu);
        Assert.Equal(Quantity.Parse("48Mi"), pod.Requests.Memory);
        Assert.Equal(Quantity.Parse("600m"), pod.Limits.Cpu);
        Assert.Equal(ContainerKind.Sidecar, pod.Containers.Single(container => container.Spec.Name == "proxy").Spec.Kind);
    }

    [Fact]
    public void Largest_init_container_counts_when_it_asks_for_more_than_the_app() =>
        Assert.Equal("3", Cpu("""{"initContainers":[{"name":"i","resources":{"requests":{"cpu":"3"}}}],"containers":[{"name":"a","resources":{"requests":{"cpu":"1"}}}]}"""));

    [Fact]
    public void Init_container_runs_beside_the_sidecars_started_before_it_only()
    {
        // max(app 1 + sides 3, init before the sidecars 4, 3 + 2 beside both) = 5
        Assert.Equal("5", Cpu("""
            {"initContainers":[
              {"name":"first","resources":{"requests":{"cpu":"4"}}},
              {"name":"s1","restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}},
              {"name":"s2","restartPolicy":"Always","resources":{"requests":{"cpu":"2"}}},
              {"name":"last","resources":{"requests":{"cpu":"2"}}}],
             "containers":[{"name":"a","resources":{"requests":{"cpu":"1"}}}]}
            """));
    }

    [Fact]
    public void Pod_level_amounts_replace_the_sum_for_cpu_and_memory_only()
    {
        var pod = Pod("""
            {"resources":{"requests":{"cpu":"2","memory":"1Gi","ephemeral-storage":"9Gi"},"limits":{"cpu":"4"}},
             "containers":[{"name":"a","resources":{"requests":{"cpu":"100m","ephemeral-storage":"1Gi"}}}]}
            """);
        Assert.Equal(new ResourceAmounts(Quantity.Parse("2"), Quantity.Parse("1Gi"), Quantity.Parse("1Gi")), pod.Requests);
        Assert.Equal(new ResourceAmounts(Quantity.Parse("4")), pod.Limits);
    }

    [Fact]
    public void Overhead_is_added_to_requests_always_and_to_limits_only_where_they_are_set_and_not_zero()
    {
        var pod = Pod("""
            {"overhead":{"cpu":"250m","memory":"120Mi","ephemeral-storage":"1Gi"},
             "containers":[{"name":"a","resources":{"requests":{"cpu":"1"},"limits":{"cpu":"2","memory":"0"}}}]}
            """);
        Assert.Equal(new ResourceAmounts(Quantity.Parse("1250m"), Quantity.Parse("120Mi"), Quantity.Parse("1Gi")), pod.Requests);
        Assert.Equal(new ResourceAmounts(Quantity.Parse("2250m"), Quantity.Zero), pod.Limits);
    }

    [Fact]
    public void Pod_without_a_limit_on_every_container_has_none()
    {
        var pod = Pod("""
            {"containers":[{"name":"a","resources":{"limits":{"cpu":"2","memory":"1Gi"}}},{"name":"b","resources":{"limits":{"memory":"1Gi"}}}]}
            """);
        Assert.Equal(new ResourceAmounts(null, Quantity.Parse("2Gi")), pod.Limits);
        Assert.Equal(ResourceAmounts.None, pod.Requests);
    }

    [Theory]
    [InlineData("", "2")]
    [InlineData("""{"type":"PodResizePending","status":"True","reason":"Deferred"}""", "2")]
    [InlineData("""{"type":"PodResizePending","status":"True","reason":"Infeasible"}""", "1500m")]
    public void Resize_counts_the_largest_amount_unless_it_is_infeasible(string condition, string expected)
    {
        var pod = Pod(
            """{"containers":[{"name":"a","resources":{"requests":{"cpu":"2"}}}]}""",
            $$$$"""
            {"conditions":[{{{{condition}}}}],"containerStatuses":[
              {"name":"a","allocatedResources":{"cpu":"1500m"},"resources":{"requests":{"cpu":"1"}}}]}
            """);
        Assert.Equal(Quantity.Parse(expected), pod.Requests.Cpu);
    }

    [Fact]
    public void Resize_down_counts_what_is_still_in_force()
    {
        var pod = Pod(
            """{"containers":[{"name":"a","resources":{"requests":{"cpu":"1"},"limits":{"cpu":"1"}}}]}""",
            """{"containerStatuses":[{"name":"a","allocatedResources":{"cpu":"1"},"resources":{"requests":{"cpu":"3"},"limits":{"cpu":"3"}}}]}""");
        Assert.Equal(Quantity.Parse("3"), pod.Requests.Cpu);
        Assert.Equal(Quantity.Parse("3"), pod.Limits.Cpu);
    }

    [Fact]
    public void Status_before_spec_gives_the_same()
    {
        var item = Fixture.ItemStarting("core-v1.pods", "sidecar-demo");
        var turned = new JsonObject();
        foreach (var (key, value) in item.Reverse())
        {
            turned[key] = value!.DeepClone();
        }

        Assert.Equal(Projections.Pod(Fixture.Utf8(item))!.Requests, Projections.Pod(Fixture.Utf8(turned))!.Requests);
    }

    private static string Cpu(string spec) => Pod(spec).Requests.Cpu!.Value.ToString();

    private static Pod Pod(string spec, string status = "{}") => Projections.Pod(System.Text.Encoding.UTF8.GetBytes(
        """{"metadata":{"name":"p","namespace":"n","uid":"u"},"spec":""" + spec + ",\"status\":" + status + "}"))!;

    private static Quantity? Amount(JsonNode amounts, string resource) =>
        amounts[resource] is { } value ? Quantity.Parse(value.GetValue<string>()) : null;
}
