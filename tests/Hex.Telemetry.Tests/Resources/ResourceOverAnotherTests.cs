namespace Hex.Telemetry.Tests.Resources;

public class ResourceOverAnotherTests
{
    private readonly ResourcePool _pool = new(("env", "test"));

    [Fact]
    public void It_is_the_same_object_as_one_made_of_all_attributes_at_once()
    {
        var pod = _pool.Get(("pod", "web-0"), ("node", "n1"));
        var container = _pool.Get(pod, ("container", "app"), ("kind", "app"));
        Assert.Same(container, _pool.Get(("kind", "app"), ("pod", "web-0"), ("container", "app"), ("node", "n1")));
        Assert.Same(container, _pool.Get(pod, ("kind", "app"), ("container", "app")));
        Assert.NotSame(container, _pool.Get(pod, ("container", "app")));
        Assert.Equal("{container=app, env=test, kind=app, node=n1, pod=web-0}", container.ToString());
        Assert.Equal(5, container.Attributes.Count);
    }

    [Fact]
    public void It_is_the_one_that_was_there_already()
    {
        var flat = _pool.Get(("pod", "web-0"), ("container", "app"));
        Assert.Same(flat, _pool.Get(_pool.Get(("pod", "web-0")), ("container", "app")));
    }

    [Fact]
    public void Own_attribute_wins()
    {
        var over = _pool.Get(_pool.Get(("a", "1"), ("b", "1")), ("b", "2"), ("c", "2"), ("c", "3"));
        Assert.Same(_pool.Get(("a", "1"), ("b", "2"), ("c", "3")), over);
        Assert.Equal(("1", "2", "3", null), (over["a"], over["b"], over["c"], over["d"]));
    }

    [Fact]
    public void Its_attributes_are_walked_in_the_order_of_their_keys()
    {
        var pod = _pool.Get(("b", "1"), ("d", "1"), ("f", "1"));
        var container = _pool.Get(pod, ("a", "2"), ("d", "2"));
        var claim = _pool.Get(container, ("d", "3"), ("e", new[] { "x", "y" }), ("g", 4));
        foreach (var resource in new[] { pod, container, claim, _pool.Get(pod), _pool.Get(_pool.Get(), ("z", "1")), _pool.Get() })
        {
            var walked = new List<TelemetryAttribute>();
            foreach (ref readonly var attribute in resource.Attributes)
            {
                walked.Add(attribute);
            }

            Assert.Equal(resource.Attributes.Items.ToArray(), walked);
            Assert.True(resource.Attributes.MaxEncodedBytes >= walked.Sum(attribute => 32 + (3 * (attribute.Key.Length + (attribute.Value.AsString?.Length ?? 0)))));
        }

        Assert.Equal("{a=2, b=1, d=3, e=x,y, env=test, f=1, g=4}", claim.ToString());
    }
}
