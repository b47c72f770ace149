using Hex.Export.Otlp;

namespace Hex.Export.Tests.Otlp;

public class RequestBuffersTests
{
    private const int Large = 4 * 1024 * 1024;

    [Theory]
    [InlineData(0, RequestBuffers.Smallest)]
    [InlineData(RequestBuffers.Smallest + 1, 2 * RequestBuffers.Smallest)]
    [InlineData(Large, Large)]
    public void Buffers_are_powers_of_two(int atLeast, int expected) => Assert.Equal(expected, new RequestBuffers().Rent(atLeast).Length);

    [Fact]
    public void Buffer_given_back_is_used_again()
    {
        var buffers = new RequestBuffers();
        var buffer = buffers.Rent(Large);
        buffers.Return(buffer);
        Assert.Same(buffer, buffers.Rent(Large));
        Assert.NotSame(buffer, buffers.Rent(Large));
    }

    [Fact]
    public void Expectation_rises_at_once_and_sinks_slowly_and_large_buffers_go_with_it()
    {
        var buffers = new RequestBuffers();
        Assert.Equal(RequestBuffers.Smallest, buffers.Expected);
        var large = buffers.Rent(Large);
        buffers.Used(Large - 1000);
        buffers.Return(large);
        Assert.InRange(buffers.Expected, Large - 1000, Large);
        for (var i = 0; i < 3; i++)
            buffers.Used(100);
        var again = buffers.Rent(Large);
        Assert.Same(large, again);
        buffers.Return(again);
        for (var i = 0; i < 100; i++)
            buffers.Used(100);
        Assert.Equal(RequestBuffers.Smallest, buffers.Expected);
        Assert.NotSame(large, buffers.Rent(Large));
    }

    [Fact]
    public void Buffer_of_any_size_can_be_rented_and_returned()
    {
        var buffers = new RequestBuffers();
        for (var size = 1; size <= 128 * 1024 * 1024; size *= 4)
            buffers.Return(buffers.Rent(size));
    }

    [Fact]
    public void No_more_lies_idle_than_allowed()
    {
        var buffers = new RequestBuffers(maxIdle: 3 * RequestBuffers.Smallest);
        byte[][] rented = [.. Enumerable.Range(0, 5).Select(_ => buffers.Rent(1))];
        foreach (var buffer in rented)
            buffers.Return(buffer);
        byte[][] again = [.. Enumerable.Range(0, 5).Select(_ => buffers.Rent(1))];
        Assert.Equal(3, again.Intersect(rented).Count());
        buffers.Return(again[0]);
        Assert.Same(again[0], buffers.Rent(1));
    }
}
