using Hex.Agent.Http;

namespace Hex.Agent.Tests.Http;

public class ListenAddressTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(":8080", "[::]:8080")]
    [InlineData("[::]:8080", "[::]:8080")]
    [InlineData("[::1]:0", "[::1]:0")]
    [InlineData("127.0.0.1:65535", "127.0.0.1:65535")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    public void Address_is_read(string text, string shown)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.Equal(shown, address.ToString());
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("::1:8080")]
    [InlineData("[127.0.0.1]:8080")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:")]
    [InlineData("example.com:80")]
    [InlineData("http://127.0.0.1:80")]
    public void Address_is_refused(string text) => Assert.False(ListenAddress.TryParse(text, out _));
}
