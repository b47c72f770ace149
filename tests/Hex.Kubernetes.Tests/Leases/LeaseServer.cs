using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hex.Kubernetes.Tests.Watching.Model;

namespace Hex.Kubernetes.Tests.Leases;

/// <summary>Leases in memory, with merge patches and optimistic concurrency as the API has them.</summary>
internal sealed class LeaseServer : IApiTransport
{
    private readonly SortedDictionary<string, JsonObject> _leases = new(StringComparer.Ordinal);
    private readonly List<(string Name, ModelStream Stream)> _watches = [];
    private int _version = 1;

    public List<(string Method, string Path)> Requests { get; } = [];

    /// <summary>Given to every request before it is answered: throw for a server that is away.</summary>
    public Action<ApiRequest>? Before { get; set; }

    /// <summary>How far the clock of whoever writes is off: its renewTime is stored so much later.</summary>
    public TimeSpan WritersClock { get; set; }

    /// <summary>What reads with resourceVersion=0 are answered, as by a watch cache that lags; null for the truth.</summary>
    public string? StaleAnswer { get; set; }

    /// <summary>Whether the role has the verb watch.</summary>
    public bool WatchesAreAllowed { get; set; } = true;

    /// <summary>Whether the next change is made but its answer is lost.</summary>
    public bool LoseAnswer { get; set; }

    public JsonObject? this[string name] => _leases.GetValueOrDefault(name);

    public IEnumerable<string> Names => _leases.Keys;

    public string Holder(string name) => _leases[name]["spec"]!["holderIdentity"]!.GetValue<string>();

    public void Delete(string name) => _leases.Remove(name);

    public Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        Requests.Add((request.Method.Method, request.Path));
        cancellationToken.ThrowIfCancellationRequested();
        Before?.Invoke(request);
        if (request.Path.Contains("watch=true", StringComparison.Ordinal))
        {
            return Task.FromResult(Watch(request.Path));
        }

        var path = request.Path.Split('?')[0];
        var name = path.EndsWith("/leases", StringComparison.Ordinal) ? null : path[(path.LastIndexOf('/') + 1)..];
        var answer = request.Method.Method switch
        {
            "GET" when name is null => (200, List()),
            "GET" when StaleAnswer is not null && request.Path.EndsWith("?resourceVersion=0", StringComparison.Ordinal) => (200, StaleAnswer),
            "GET" => _leases.TryGetValue(name!, out var lease) ? (200, lease.ToJsonString()) : (404, NotFound),
            "POST" => Create(JsonNode.Parse(request.Body.Span)!.AsObject()),
            "PATCH" => Patch(name!, JsonNode.Parse(request.Body.Span)!.AsObject()),
            "DELETE" => _leases.Remove(name!) ? (200, """{"kind":"Status","status":"Success"}""") : (404, NotFound),
            _ => (405, "{}"),
        };
        if (LoseAnswer && request.Method != HttpMethod.Get)
        {
            LoseAnswer = false;
            throw new HttpRequestException("connection reset");
        }

        return Task.FromResult(new ApiResponse(answer.Item1, new MemoryStream(Encoding.UTF8.GetBytes(answer.Item2))));
    }

    private const string NotFound = """{"kind":"Status","reason":"NotFound","message":"not found","code":404}""";
    private const string Conflict = """{"kind":"Status","reason":"Conflict","message":"the object has been modified","code":409}""";

    /// <summary>The initial state of one lease and then its changes.</summary>
    private ApiResponse Watch(string path)
    {
        var name = Uri.UnescapeDataString(path.Split("fieldSelector=")[1]).Split('=')[1];
        if (!WatchesAreAllowed)
        {
            return new ApiResponse(403, new MemoryStream("""{"kind":"Status","reason":"Forbidden","message":"no watch","code":403}"""u8.ToArray()));
        }

        var stream = new ModelStream(new Random(1)) { LargestPiece = 4096 };
        _watches.Add((name, stream));
        if (_leases.TryGetValue(name, out var lease))
        {
            stream.Send(Line("ADDED", lease));
        }

        stream.Send(Line("BOOKMARK", new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = Next(), ["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" } },
        }));
        return new ApiResponse(200, stream);
    }

    private static byte[] Line(string type, JsonObject lease) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["type"] = type, ["object"] = lease.DeepClone() }.ToJsonString() + "\n");

    private void Tell(string name, string type)
    {
        foreach (var (_, stream) in _watches.Where(watch => watch.Name == name && watch.Stream.IsOpen).ToList())
        {
            stream.Send(Line(type, _leases[name]));
        }
    }

    private string List() => new JsonObject
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = Next() },
        ["items"] = new JsonArray([.. _leases.Values.Select(lease => lease.DeepClone())]),
    }.ToJsonString();

    private (int, string) Create(JsonObject lease)
    {
        var name = lease["metadata"]!["name"]!.GetValue<string>();
        if (_leases.ContainsKey(name))
        {
            return (409, Conflict);
        }

        lease["metadata"]!["uid"] = Guid.NewGuid().ToString();
        lease["metadata"]!["resourceVersion"] = Next();
        _leases.Add(name, lease);
        Tell(name, "ADDED");
        return (201, lease.ToJsonString());
    }

    private (int, string) Patch(string name, JsonObject patch)
    {
        if (!_leases.TryGetValue(name, out var lease))
        {
            return (404, NotFound);
        }

        if (patch["metadata"]?["resourceVersion"] is { } version && version.GetValue<string>() != lease["metadata"]!["resourceVersion"]!.GetValue<string>())
        {
            return (409, Conflict);
        }

        Merge(lease, patch);
        var renewed = DateTimeOffset.Parse(lease["spec"]!["renewTime"]!.GetValue<string>(), CultureInfo.InvariantCulture) + WritersClock;
        lease["spec"]!["renewTime"] = renewed.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        lease["metadata"]!["resourceVersion"] = Next();
        Tell(name, "MODIFIED");
        return (200, lease.ToJsonString());
    }

    // RFC 7396.
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is JsonObject inner && target[key] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                target[key] = value?.DeepClone();
            }
        }
    }

    private string Next() => (++_version).ToString(CultureInfo.InvariantCulture);
}
