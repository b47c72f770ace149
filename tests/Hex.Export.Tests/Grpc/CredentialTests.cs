using Hex.Export.Grpc;
using Hex.Export.Grpc.Credentials;
using Hex.Export.Tests.Support;
using Hex.Testing;

namespace Hex.Export.Tests.Grpc;

public sealed class CredentialTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ListLogger _logger = new();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Api_key_comes_from_a_value() => Assert.Equal("x-api-key=k1", Sent(new GrpcTransportOptions { ApiKey = "k1" }));

    [Fact]
    public void Api_key_comes_from_a_variable_and_is_read_each_time()
    {
        var credentials = Of(new() { ApiKeyVariable = "MY_KEY" });
        Assert.Equal("!environment variable MY_KEY: it is empty", Sent(credentials));
        _environment["MY_KEY"] = "k1";
        Assert.Equal("x-api-key=k1", Sent(credentials));
        _environment["MY_KEY"] = "k2";
        Assert.Equal("x-api-key=k2", Sent(credentials));
    }

    [Theory]
    [InlineData("k1")]
    [InlineData("k1\n")]
    [InlineData("\ufeff k1 \r\n")]
    public void Api_key_file_is_trimmed(string content) => Assert.Equal("x-api-key=k1", Sent(new GrpcTransportOptions { ApiKeyFile = _folder.Write("key", content) }));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("  \n", "it is empty")]
    [InlineData("se\u0007cret", "byte 3 is not printable ASCII")]
    [InlineData("se\ncret", "byte 3 is not printable ASCII")]
    [InlineData("s\u00e9cret", "byte 2 is not printable ASCII")]
    public void Api_key_that_cannot_be_sent_is_refused_without_repeating_it(string content, string expected)
    {
        var sent = Sent(new GrpcTransportOptions { ApiKeyFile = _folder.Write("key", content) });
        Assert.StartsWith($"!apiKeyFile {_folder["key"]}: {expected}", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"mcd_id":"i1","mcd_token":"t1"}""")]
    [InlineData("""  { "other": {"mcd_id": "no"}, "mcd_token" : "t1", "list": [1,2], "mcd_id": "i1" } """)]
    public void Token_file_gives_two_headers(string content) => Assert.Equal("x-mcd-id=i1 x-mcd-token=t1", Sent(new GrpcTransportOptions { TokenFile = _folder.Write("token", content) }));

    [Theory]
    [InlineData("secret", "it is not valid JSON")]
    [InlineData("[\"secret\"]", "it is not a JSON object")]
    [InlineData("{\"mcd_id\":\"secret\"}", "it has no string \"mcd_token\"")]
    [InlineData("{\"mcd_token\":\"secret\"}", "it has no string \"mcd_id\"")]
    [InlineData("{\"mcd_id\":1,\"mcd_token\":\"secret\"}", "it has no string \"mcd_id\"")]
    [InlineData("{\"mcd_id\":\"i\",\"mcd_token\":\"secret\\u0000\"}", "mcd_token: character 7")]
    [InlineData("{\"mcd_id\":\"i\",\"mcd_token\":\"secret", "it is not valid JSON")]
    [InlineData("{\"mcd_id\":\"i\",\"mcd_token\":\"secret\"} secret", "it is not valid JSON")]
    [InlineData("{\"mcd_id\":\"i\",\"mcd_token\":\"\\ud800secret\"}", "it is not valid JSON")]
    [InlineData("", "it is not valid JSON")]
    public void Token_file_that_is_wrong_is_refused_without_repeating_it(string content, string expected)
    {
        var sent = Sent(new GrpcTransportOptions { TokenFile = _folder.Write("token", content) });
        Assert.StartsWith($"!tokenFile {_folder["token"]}: {expected}", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void File_is_looked_at_once_a_second()
    {
        var credentials = Of(new() { ApiKeyFile = _folder.Write("key", "k1") });
        Assert.Equal("x-api-key=k1", Sent(credentials));
        _folder.Write("key", "k2");
        Assert.Equal("x-api-key=k1", Sent(credentials));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("x-api-key=k2", Sent(credentials));
    }

    [Fact]
    public void Secret_mount_that_swaps_its_link_is_followed()
    {
        // As the kubelet does it: key -> ..data/key, ..data -> ..1; then ..data becomes a link to ..2.
        foreach (var (version, key) in new[] { ("..1", "k1"), ("..2", "k2") })
        {
            Directory.CreateDirectory(_folder[version]);
            File.WriteAllText(Path.Combine(_folder[version], "key"), key);
        }
        File.CreateSymbolicLink(_folder["..data"], "..1");
        File.CreateSymbolicLink(_folder["key"], "..data/key");
        var credentials = Of(new() { ApiKeyFile = _folder["key"] });
        Assert.Equal("x-api-key=k1", Sent(credentials));

        File.Delete(_folder["..data"]);
        File.CreateSymbolicLink(_folder["..data"], "..2");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("x-api-key=k2", Sent(credentials));
    }

    [Fact]
    public void Last_good_credential_stays_while_the_file_is_away_or_broken_and_that_is_said_once()
    {
        var credentials = Of(new() { TokenFile = _folder.Write("token", """{"mcd_id":"i1","mcd_token":"t1"}""") });
        Assert.Equal("x-mcd-id=i1 x-mcd-token=t1", Sent(credentials));
        foreach (var content in new[] { null, "", "half {", null })
        {
            File.Delete(_folder["token"]);
            if (content is not null)
                _folder.Write("token", content);
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("x-mcd-id=i1 x-mcd-token=t1", Sent(credentials));
        }
        Assert.Equal($"Warning tokenFile {_folder["token"]}: the file does not exist; the last good credential stays in use ", Assert.Single(_logger.Lines));

        _folder.Write("token", """{"mcd_id":"i1","mcd_token":"t2"}""");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("x-mcd-id=i1 x-mcd-token=t2", Sent(credentials));
        Assert.Contains("readable again", _logger.Lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_becomes_good_when_it_appears()
    {
        var credentials = Of(new() { ApiKeyFile = _folder["key"] });
        Assert.Equal($"!apiKeyFile {_folder["key"]}: the file does not exist", Sent(credentials));
        _folder.Write("key", "k1");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("x-api-key=k1", Sent(credentials));
    }

    [Fact]
    public void Directory_and_huge_file_are_refused()
    {
        Assert.Contains("it is a directory", Sent(new GrpcTransportOptions { ApiKeyFile = _folder.Path }), StringComparison.Ordinal);
        Assert.Contains("larger than 16384 bytes", Sent(new GrpcTransportOptions { ApiKeyFile = _folder.Write("key", new string('k', 20_000)) }), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_prints_a_secret() =>
        Assert.Equal("x-api-key: ***", new SecretHeaders(("x-api-key", "secret")).ToString());

    private RequestCredentials Of(GrpcTransportOptions options) => new(options, _environment.GetValueOrDefault, _time, _logger);

    private string Sent(GrpcTransportOptions options) => Sent(Of(options));

    private static string Sent(RequestCredentials credentials)
    {
        using var request = new HttpRequestMessage();
        return credentials.TryApply(request.Headers, out var error)
            ? string.Join(' ', request.Headers.Select(h => $"{h.Key}={h.Value.Single()}"))
            : "!" + error;
    }
}
