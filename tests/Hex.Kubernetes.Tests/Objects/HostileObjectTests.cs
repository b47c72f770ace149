using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Hex.Kubernetes.Tests.Objects;

public class HostileObjectTests
{
    private static readonly JsonNode?[] Oddities =
    [
        null, JsonValue.Create(true), JsonValue.Create(-1), JsonValue.Create(1e300), JsonValue.Create(long.MaxValue), JsonValue.Create(1.5), JsonValue.Create(""),
        JsonValue.Create("\u0000\u001b[31m\n"), JsonValue.Create(new string('x', 5000)), JsonValue.Create("1e999999999"), JsonValue.Create("2026-99-99T00:00:00Z"),
        new JsonArray(), new JsonObject(), new JsonArray(null, 1, "a", new JsonObject()), new JsonObject { ["a"] = new JsonArray() },
    ];

    private static readonly (string List, Func<Projections, ResourceProjector<object>> Projector)[] Kinds =
    [
        ("core-v1.pods", all => all.Pod), ("core-v1.nodes", all => all.Node), ("core-v1.namespaces", all => all.Namespace),
        ("core-v1.persistentvolumeclaims", all => all.PersistentVolumeClaim), ("core-v1.events", all => all.Event),
        ("events.k8s.io-v1.events", all => all.Event), ("apps-v1.deployments", all => all.Deployment), ("apps-v1.statefulsets", all => all.StatefulSet),
        ("apps-v1.daemonsets", all => all.DaemonSet), ("apps-v1.replicasets", all => all.ReplicaSet), ("batch-v1.jobs", all => all.Job),
        ("batch-v1.cronjobs", all => all.CronJob), ("autoscaling-v2.horizontalpodautoscalers", all => all.HorizontalPodAutoscaler),
        ("coordination.k8s.io-v1.leases", all => all.Lease), ("core-v1.pods.partialmetadata", all => all.ObjectReference),
        ("metrics.k8s.io-v1beta1.nodes", all => all.NodeUsage), ("metrics.k8s.io-v1beta1.pods", all => all.PodUsage),
    ];

    [Fact]
    public void Any_field_of_any_kind_may_hold_anything()
    {
        var projections = new Projections();
        var recorded = Kinds.Select(kind => (Items: Fixture.Items(kind.List).ToArray(), Projector: kind.Projector(projections))).ToArray();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var (items, projector) = recorded[random.Next(recorded.Length)];
            var item = items[random.Next(items.Length)].DeepClone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                Spoil(item, random);
            }

            // Whatever it is, it is decoded or left out; an exception would fail the test.
            var rejected = projections.Statistics.Rejected;
            var read = Projections.Project(projector, Fixture.Utf8(item), projections.Statistics);
            return (read is null) == (projections.Statistics.Rejected == rejected + 1);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        Assert.True(projections.Statistics.WrongTypes > 100);
        Assert.True(projections.Statistics.InvalidValues > 100);
        Assert.True(projections.Statistics.Truncated > 10);
    }

    [Fact]
    public void Object_cut_at_any_byte_is_left_out_and_counted()
    {
        var projections = new Projections();
        var whole = Fixture.Utf8(Fixture.ItemStarting("core-v1.pods", "sidecar-demo"));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(Projections.Project(projections.Pod, whole.AsSpan(0, length), projections.Statistics));
        }

        Assert.Equal(whole.Length, projections.Statistics.Rejected);
    }

    [Theory]
    [InlineData("""{"metadata":{"uid":"u"}}""")]
    [InlineData("""{"metadata":{"name":"n"}}""")]
    [InlineData("""{"metadata":{"name":"","uid":"u"}}""")]
    [InlineData("""{"metadata":null}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"pod\"")]
    public void Object_without_name_or_uid_is_left_out(string json) => Assert.Null(new Projections().Pod(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Ten_thousand_containers_are_counted_and_summed_and_a_thousand_kept()
    {
        var containers = Enumerable.Range(0, 10_000).Select(i => $"{{\"name\":\"c{i}\"," + "\"resources\":{\"requests\":{\"cpu\":\"1m\"}}}");
        var statuses = Enumerable.Range(0, 10_000).Select(i => $"{{\"name\":\"c{i}\",\"restartCount\":1}}");
        var json = """{"metadata":{"name":"p","uid":"u"},"spec":{"containers":[""" + string.Join(',', containers)
            + """]},"status":{"containerStatuses":[""" + string.Join(',', statuses) + "]}}";
        var projections = new Projections();
        var pod = projections.Pod(Encoding.UTF8.GetBytes(json))!;
        Assert.Equal(10_000, pod.ContainerCounts.App);
        Assert.Equal(Pod.MaxContainers, pod.Containers.Count);
        Assert.Equal(Quantity.Parse("10"), pod.Requests.Cpu);
        Assert.Equal(1, pod.Containers[999].RestartCount);
        Assert.Equal(1, projections.Statistics.Truncated);
    }

    [Fact]
    public void Annotation_of_a_mebibyte_that_nobody_asked_for_costs_nothing()
    {
        var json = Encoding.UTF8.GetBytes("""{"metadata":{"name":"p","uid":"u","annotations":{"big":""" + "\"" + new string('x', 1 << 20) + "\"}}}");
        var projections = new Projections();
        projections.Pod(json);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var pod = projections.Pod(json)!;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
        Assert.Empty(pod.Annotations);
    }

    [Fact]
    public void Annotation_asked_for_is_cut_at_a_character()
    {
        var projections = new Projections(new MetadataSelection(annotations: ["big"]));
        var pod = projections.Pod(Encoding.UTF8.GetBytes("""{"metadata":{"name":"p","uid":"u","annotations":{"big":"x""" + new string('ü', 1000) + "\"}}}"))!;
        Assert.Equal("x" + new string('ü', 511), pod.Annotations["big"]);
        Assert.Equal(1, projections.Statistics.Truncated);
    }

    [Theory]
    [InlineData("""a\u0000\u001b[31m\nb""", "a\0\u001b[31m\nb")]
    [InlineData("""gr\u00fc\u00dfe""", "grüße")]
    [InlineData("""\ud83d\ude00""", "😀")]
    [InlineData("""\ud83d alone""", """\ud83d alone""")]
    public void Escapes_in_texts_are_data(string escaped, string expected)
    {
        var read = new Projections().Event(Encoding.UTF8.GetBytes("""{"metadata":{"name":"e","uid":"u"},"message":""" + $"\"{escaped}\"}}"))!;
        Assert.Equal(expected, read.Message);
    }

    [Fact]
    public void Unknown_words_are_unknown_and_counted()
    {
        var projections = new Projections();
        var pod = projections.Pod("""{"metadata":{"name":"p","uid":"u"},"status":{"phase":"Levitating","qosClass":"Golden","conditions":[{"type":"Ready","status":"Perhaps"}]}}"""u8)!;
        Assert.Equal((PodPhase.Unknown, QosClass.None, ConditionStatus.Unknown), (pod.Phase, pod.QosClass, pod.Conditions[0].Status));
        Assert.Equal(1, projections.Statistics.InvalidValues);
    }

    private static void Spoil(JsonNode item, Random random)
    {
        var node = item;
        while (true)
        {
            var keys = node is JsonObject map ? map.Select(pair => pair.Key).ToArray() : [];
            var count = node is JsonArray array ? array.Count : keys.Length;
            if (count == 0)
            {
                return;
            }

            var at = random.Next(count);
            var child = node is JsonArray elements ? elements[at] : node[keys[at]];
            if (child is JsonObject or JsonArray && random.Next(4) > 0)
            {
                node = child;
                continue;
            }

            var oddity = Oddities[random.Next(Oddities.Length)]?.DeepClone();
            if (node is JsonArray spoiled)
            {
                spoiled[at] = oddity;
            }
            else
            {
                node[keys[at]] = oddity;
            }

            return;
        }
    }
}
