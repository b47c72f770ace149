using FsCheck;
using FsCheck.Fluent;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Sources;
using Hex.Agent.Configuration.Table;

namespace Hex.Agent.Tests.Configuration;

/// <summary>Every problem is reported at once, with its place, its key, its value, what is allowed and what was probably meant.</summary>
public class ProblemTests
{
    [Theory]
    // Keys
    [InlineData("rolse: [node]", "config.yaml:1:1: rolse: unknown key; nearest: roles")]
    [InlineData("server:\n  endpont: a:1", "config.yaml:2:3: server.endpont: unknown key; nearest: server.endpoint")]
    [InlineData("server:\n  apikeyfile: /k", "config.yaml:2:3: server.apikeyfile: unknown key; nearest: server.apiKeyFile")]
    [InlineData("apiKey: k", "config.yaml:1:1: apiKey: unknown key; nearest: server.apiKey")]
    [InlineData("collectors: { pods: {} }", "config.yaml:1:15: collectors.pods: unknown key; nearest: collectors.pod")]
    [InlineData("zzz: 1", "config.yaml:1:1: zzz: unknown key")]
    [InlineData("? [a]\n: b", "config.yaml:1:3: a key here is not a text")]
    [InlineData("logs: { root: /a, root: /b }", "config.yaml:1:19: logs.root: stands here twice; first in line 1")]
    [InlineData("logs.root: /a\nlogs:\n  root: /b", "config.yaml:3:3: logs.root: is set twice; first in line 1")]
    [InlineData("logs: { exclude: { pods: a } }\nlogs: { root: /b }", "config.yaml:2:1: logs: stands here twice; first in line 1")]
    [InlineData("server: { headers: { a: x, a: y } }", "config.yaml:1:28: server.headers.a: is set twice")]
    // Shapes
    [InlineData("http: x", "config.yaml:1:7: http: is a section, not a value; its keys: listen, pages")]
    [InlineData("logs: [a]", "config.yaml:1:7: logs: is a section, not a value; its keys: enabled, root, startAt, exclude, maxLineBytes, maxInFlightBytes, maxHeldBytes, multiline, rateLimit")]
    [InlineData("logs: { root: { a: b } }", "config.yaml:1:15: logs.root: expects a path; allowed: a path")]
    [InlineData("logs: { root: [a, b] }", "config.yaml:1:15: logs.root: \"[a, b]\" is not a valid path; allowed: a path")]
    [InlineData("logs: { exclude: { pods: [a, [b]] } }", "config.yaml:1:30: logs.exclude.pods: an item of the list is not a text")]
    [InlineData("server: { headers: { a: [b] } }", "config.yaml:1:25: server.headers: an entry of the map is not a text")]
    [InlineData("- a", "config.yaml:1:1: the file is not a mapping of keys to values")]
    [InlineData("profile: eks\n---\nprofile: gke", "config.yaml:2:1: a second YAML document starts here; the configuration is one document")]
    // Values
    [InlineData("profile: esk", "config.yaml:1:10: profile: \"esk\" is not a valid choice; allowed: eks | gke | aks | kubernetes | bare-metal | host | none")]
    [InlineData("roles: [node, leader]", "config.yaml:1:8: roles: \"leader\" is not valid in a list of choices; allowed: a list of: node | cluster")]
    [InlineData("logs: { startAt: middle }", "config.yaml:1:18: logs.startAt: \"middle\" is not a valid choice; allowed: end | beginning")]
    [InlineData("logs: { enabled: yes }", "config.yaml:1:18: logs.enabled: \"yes\" is not a valid flag; allowed: true | false")]
    [InlineData("shutdown: { timeout: 25 }", "config.yaml:1:22: shutdown.timeout: \"25\" is not a valid duration; allowed: 1s to 10m, e.g. 30s, 1m30s, 250ms")]
    [InlineData("shutdown: { timeout: 11m }", "config.yaml:1:22: shutdown.timeout: \"11m\" is not a valid duration; allowed: 1s to 10m, e.g. 30s, 1m30s, 250ms")]
    [InlineData("logs: { maxLineBytes: 64Mi }", "config.yaml:1:23: logs.maxLineBytes: \"64Mi\" is not a valid size; allowed: 1KiB to 16MiB, e.g. 64MiB, 512KiB")]
    [InlineData("logs: { rateLimit: 5MiB }", "config.yaml:1:20: logs.rateLimit: \"5MiB\" is not a valid rate; allowed: \"\" (none), or 1KiB/s to 1GiB/s, e.g. 5MiB/s")]
    [InlineData("log: { level: \"a\\tb\" }", "config.yaml:1:15: log.level: \"a\\u0009b\" is not a valid choice; allowed: debug | info | warn | error")]
    [InlineData("server: { proxy: \"http://user:hunter2@\" }", "config.yaml:1:18: server.proxy: the value is not a valid proxy URL; allowed: \"\" (HTTPS_PROXY, HTTP_PROXY, NO_PROXY decide), or http://[user:password@]host:port")]
    // Values against each other
    [InlineData("exporters: [otlp, console]", "config.yaml:1:12: exporters: names more than one exporter; whose acknowledgement would move positions is undefined then: name one")]
    [InlineData("server: { endpoint: http://a:4317 }", "config.yaml:1:21: server.endpoint: http:// sends everything in plaintext, credentials too; use https://, or allow it with server.insecure: true")]
    [InlineData("server: { endpoint: https://a:4317, insecure: true }", "config.yaml:1:21: server.endpoint: https:// and server.insecure: true contradict each other; remove one")]
    [InlineData("server: { endpoint: ftp://a:1 }", "config.yaml:1:21: server.endpoint: \"ftp://a:1\" is not an endpoint; allowed: host[:port], https://host[:port] or http://host[:port]")]
    [InlineData("server: { endpoint: https://a/v1/logs }", "config.yaml:1:21: server.endpoint: has more than a host and a port (user, path or query); allowed: host[:port], https://host[:port] or http://host[:port]")]
    [InlineData("server: { apiKey: a, tokenFile: /t }", "config.yaml:1:33: server.tokenFile: is a second credential beside server.apiKey; keep one")]
    [InlineData("server: { apiKey: \"a\\n\" }", "config.yaml:1:19: server.apiKey: holds characters that a header cannot carry (line ends, control or non-ASCII characters)")]
    [InlineData("server: { tls: { key: /k } }", "config.yaml:1:23: server.tls.key: needs server.tls.cert beside it")]
    [InlineData("server: { insecure: true, tls: { ca: /c } }", "config.yaml:1:38: server.tls.ca: has no meaning beside server.insecure: true; remove one")]
    [InlineData("collectors: { pod: { interval: 10s, timeout: 11s } }", "config.yaml:1:46: collectors.pod.timeout: is longer than collectors.pod.interval")]
    public void Problem_says_where_what_and_what_would_be_right(string yaml, string problem) =>
        Assert.Equal([problem], ConfigurationFile.Problems(yaml, null, yaml.Contains("exporters", StringComparison.Ordinal) ? [] : ["exporters=discard"]));

    [Fact]
    public void All_problems_of_all_sources_are_reported_at_once()
    {
        var problems = ConfigurationFile.Problems(
            "rolse: [node]\nlogs: { startAt: middle }\n",
            new() { ["HEX_SHUTDOWN__TIMEOUT"] = "soon" },
            "log.format=xml",
            "nothing");
        Assert.Equal(
            [
                "config.yaml:1:1: rolse: unknown key; nearest: roles",
                "--set: \"nothing\" is not key=value",
                "config.yaml:2:18: logs.startAt: \"middle\" is not a valid choice; allowed: end | beginning",
                "HEX_SHUTDOWN__TIMEOUT: shutdown.timeout: \"soon\" is not a valid duration; allowed: 1s to 10m, e.g. 30s, 1m30s, 250ms",
                "--set: log.format: \"xml\" is not a valid choice; allowed: json | text",
                "server.endpoint: is needed by the exporter otlp; set it, or choose another exporter, e.g. --set exporters=console",
            ],
            problems);
    }

    [Fact]
    public void Broken_yaml_is_reported_with_its_place()
    {
        var problem = Assert.Single(ConfigurationFile.Problems("profile: eks\nlogs: { root: /a\nlog: x", null, "exporters=discard"));
        Assert.StartsWith("config.yaml:3:", problem, StringComparison.Ordinal);
        Assert.Contains("not YAML", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &x 1\nb: *x")]
    [InlineData("\"\\xff\"")]
    [InlineData("{{{{")]
    [InlineData("!!binary x: y")]
    [InlineData("%YAML 9.9\n---\na: b")]
    public void Hostile_yaml_is_a_problem_and_never_a_crash(string yaml) =>
        Assert.NotEmpty(ConfigurationFile.Problems(yaml, null, "exporters=discard"));

    [Fact]
    public void Damaged_yaml_never_crashes()
    {
        const string Yaml = "profile: eks\nserver: { endpoint: \"a:1\", headers: { x: 'y' } }\nlogs:\n  exclude:\n    pods: [a, b]\n  root: |\n    x\n# end\n&a *a !t %";
        Prop.ForAll(
            Gen.Choose(0, Yaml.Length - 1).Two().ListOf().ToArbitrary(),
            swaps =>
            {
                var damaged = Yaml.ToCharArray();
                foreach (var (left, right) in swaps)
                {
                    (damaged[left], damaged[right]) = (damaged[right], damaged[left]);
                }

                _ = new YamlSource("config.yaml", AgentOptions.Table, []).Read(new string(damaged));
                return true;
            }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("logs:\nserver: ~\n")]
    public void Empty_file_is_the_defaults(string yaml) => Assert.Empty(ConfigurationFile.Problems(yaml, null, "exporters=discard"));

    [Fact]
    public void Missing_file_is_a_problem() =>
        Assert.Contains(
            "the configuration file does not exist",
            ConfigurationReader.Read(new("/nowhere/config.yaml", new Dictionary<string, string>(), [])).Problems[0].ToString(),
            StringComparison.Ordinal);

    [Fact]
    public void No_problem_and_no_shown_value_holds_a_secret()
    {
        const string Secret = "hunter2";
        var result = ConfigurationFile.Read(
            $"server:\n  apiKey: [{Secret}]\n  headers: [ {Secret} ]\n  proxy: ftp://u:{Secret}@p\n",
            new() { ["HEX_SERVER__HEADERS"] = Secret },
            $"server.apiKey={Secret}\u0001",
            "exporters=discard");
        Assert.Equal(5, result.Problems.Count);
        Assert.DoesNotContain(result.Problems, problem => problem.ToString().Contains(Secret, StringComparison.Ordinal));

        var valid = ConfigurationFile.Valid("", null, $"server.apiKey={Secret}", $"server.headers.authorization={Secret}", $"server.proxy=http://u:{Secret}@p:3128");
        Assert.DoesNotContain(valid.Values, value => value.Shown.Contains(Secret, StringComparison.Ordinal) || value.ToString().Contains(Secret, StringComparison.Ordinal));
    }
}
