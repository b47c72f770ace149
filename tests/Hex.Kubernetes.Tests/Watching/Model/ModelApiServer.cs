using System.Text;
using System.Web;

namespace Hex.Kubernetes.Tests.Watching.Model;

/// <summary>
/// An API server for one kind, in memory: versions, a history that can be compacted, pages with tokens, watches, and faults drawn from
/// a seed.
/// </summary>
internal sealed class ModelApiServer(Random random, TimeProvider time) : IApiTransport
{
    // A list of this small world is seven pages; no wait may be skipped often enough to come near.
    private const int MostAtOneMoment = 30;

    private readonly SortedDictionary<string, (ModelItem Item, long Version)> _items = new(StringComparer.Ordinal);
    private readonly List<(long Version, string Type, ModelItem Item)> _history = [];
    private readonly Dictionary<long, (string Name, string Json)[]> _pages = [];
    private readonly List<ModelStream> _watches = [];
    private long _version = 100;
    private long _compacted = 100;
    private int _nextUid;

    private DateTimeOffset _lastRequest;
    private int _atThisMoment;

    public List<string> Requests { get; } = [];

    /// <summary>Whether requests came without any time between them: the loop spins.</summary>
    public bool WasSpunOn { get; private set; }

    /// <summary>Every watch ends as soon as it is open, after a bookmark.</summary>
    public bool ClosesAllWatches { get; set; }

    /// <summary>How likely a request or a stream goes wrong, in percent.</summary>
    public int FaultPercent { get; set; }

    public bool CanStreamInitialList { get; set; } = true;

    public bool HasBookmarks { get; set; } = true;

    /// <summary>As events: a version too old shows only by a watch that ends at once.</summary>
    public bool ClosesExpiredWatches { get; set; }

    public IEnumerable<(string, string, int)> State => _items.Values.Select(entry => (entry.Item.Name, entry.Item.Uid.ToString(), entry.Item.Value));

    public int OpenWatches => _watches.Count(watch => watch.IsOpen);

    public void Put(string name, int value)
    {
        var known = _items.TryGetValue(name, out var entry);
        var item = known ? entry.Item with { Value = value } : new ModelItem(name, Uid.Parse($"uid-{_nextUid++}"), value);
        _items[name] = (item, ++_version);
        Record(known ? "MODIFIED" : "ADDED", item);
    }

    public void Delete(string name)
    {
        if (_items.Remove(name, out var entry))
        {
            _version++;
            Record("DELETED", entry.Item);
        }
    }

    /// <summary>Forgets all history: versions and tokens from before are expired.</summary>
    public void Compact()
    {
        _compacted = _version;
        _pages.Clear();
    }

    public void Bookmark()
    {
        if (HasBookmarks)
        {
            Broadcast(BookmarkLine(_version, isEnd: false));
        }
    }

    public void Break(bool byReset)
    {
        foreach (var watch in _watches.ToArray())
        {
            if (byReset)
            {
                watch.Reset();
            }
            else
            {
                watch.End();
            }
        }
    }

    public void SendGarbage(string text) => Broadcast(text);

    public void SendError(int code, string reason) =>
        Broadcast($$$"""{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"m","reason":"{{{reason}}}","code":{{{code}}}}}""" + "\n");

    public Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request.Path);
        _atThisMoment = _lastRequest == time.GetUtcNow() ? _atThisMoment + 1 : 1;
        _lastRequest = time.GetUtcNow();
        if (_atThisMoment > MostAtOneMoment)
        {
            // Never answered, so that the test comes to an end and can tell.
            WasSpunOn = true;
            return new TaskCompletionSource<ApiResponse>().Task;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (random.Next(100) < FaultPercent)
        {
            return Fault();
        }

        var query = HttpUtility.ParseQueryString(new Uri("http://server" + request.Path).Query);
        return Task.FromResult(query["watch"] == "true"
            ? Watch(query["resourceVersion"], query["sendInitialEvents"] == "true")
            : List(query["continue"], int.Parse(query["limit"] ?? "0", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private Task<ApiResponse> Fault() => random.Next(9) switch
    {
        0 => throw new HttpRequestException("connection refused"),
        1 => throw new IOException("broken pipe"),
        2 => throw new InvalidOperationException("a bug somewhere below"),
        3 => Task.FromResult(Answer(500, """{"kind":"Status","message":"etcdserver: leader changed","code":500}""")),
        4 => Task.FromResult(Answer(503, "service unavailable", TimeSpan.FromSeconds(random.Next(20)))),
        5 => Task.FromResult(Answer(429, """{"kind":"Status","reason":"TooManyRequests","code":429,"details":{"retryAfterSeconds":2}}""")),
        6 => Task.FromResult(Answer(403, """{"kind":"Status","message":"forbidden","reason":"Forbidden","code":403}""")),
        7 => Task.FromResult(Answer(404, "404 page not found\n")),
        _ => Task.FromResult(Answer(504, """{"kind":"Status","message":"Too large resource version","reason":"Timeout","code":504}""")),
    };

    private ApiResponse List(string? token, int limit)
    {
        var (version, after) = (_version, "");
        if (token is not null)
        {
            var parts = token.Split('|', 2);
            (version, after) = (long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1]);
        }
        else
        {
            _pages[version] = [.. _items.Values.Select(entry => (entry.Item.Name, entry.Item.Json(entry.Version)))];
        }

        if (!_pages.TryGetValue(version, out var all))
        {
            return Answer(410, """{"kind":"Status","message":"too old","reason":"Expired","code":410}""");
        }

        var rest = all.Where(entry => string.CompareOrdinal(entry.Name, after) > 0).ToArray();
        var page = limit == 0 ? rest : rest.Take(limit).ToArray();
        var next = page.Length < rest.Length ? $",\"continue\":\"{version}|{page[^1].Name}\"" : "";
        var metadata = $"\"metadata\":{{\"resourceVersion\":\"{version}\"{next}}}";
        var items = $"\"items\":{(page.Length == 0 && random.Next(2) == 0 ? "null" : $"[{string.Join(random.Next(2) == 0 ? "," : " ,\n ", page.Select(entry => entry.Json))}]")}";
        var stream = Stream();
        stream.Send(Encoding.UTF8.GetBytes(random.Next(4) == 0 ? $"{{{items},{metadata}}}" : $"{{\"kind\":\"ItemList\",{metadata},{items}}}\n"));
        if (stream.IsOpen && !stream.IsDead)
        {
            stream.End();
        }

        return new ApiResponse(200, stream);
    }

    private ApiResponse Watch(string? from, bool isInitial)
    {
        if (isInitial && !CanStreamInitialList)
        {
            return Answer(422, """{"kind":"Status","message":"sendInitialEvents is forbidden","reason":"Invalid","code":422}""");
        }

        var stream = Stream();
        _watches.RemoveAll(watch => !watch.IsOpen);
        if (isInitial)
        {
            foreach (var (item, version) in _items.Values.ToArray())
            {
                stream.Send(Line("ADDED", item, version));
            }

            stream.Send(Encoding.UTF8.GetBytes(BookmarkLine(_version, isEnd: true)));
            _watches.Add(stream);
            return new ApiResponse(200, stream);
        }

        var since = long.Parse(from!, System.Globalization.CultureInfo.InvariantCulture);
        if (since < _compacted)
        {
            if (ClosesExpiredWatches)
            {
                stream.End();
                return new ApiResponse(200, stream);
            }

            if (random.Next(2) == 0)
            {
                return Answer(410, """{"kind":"Status","message":"too old","reason":"Gone","code":410}""");
            }

            stream.Send("""{"type":"ERROR","object":{"kind":"Status","message":"too old resource version","reason":"Expired","code":410}}"""u8);
            stream.Send("\n"u8);
            stream.End();
            return new ApiResponse(200, stream);
        }

        foreach (var change in _history.Where(change => change.Version > since).ToArray())
        {
            stream.Send(Line(change.Type, change.Item, change.Version));
        }

        _watches.Add(stream);
        if (ClosesAllWatches)
        {
            stream.Send(Encoding.UTF8.GetBytes(BookmarkLine(_version, isEnd: false)));
            stream.End();
        }

        return new ApiResponse(200, stream);
    }

    private ModelStream Stream()
    {
        var stream = new ModelStream(random);
        if (random.Next(100) < FaultPercent)
        {
            stream.BreaksAfter = random.Next(600);
            stream.BreaksByReset = random.Next(2) == 0;
        }
        else if (random.Next(200) < FaultPercent)
        {
            stream.IsDead = true;
        }

        return stream;
    }

    private ApiResponse Answer(int status, string body, TimeSpan? retryAfter = null)
    {
        var stream = new ModelStream(random);
        stream.Send(Encoding.UTF8.GetBytes(body));
        stream.End();
        return new ApiResponse(status, stream, retryAfter);
    }

    private void Record(string type, ModelItem item)
    {
        _history.Add((_version, type, item));
        foreach (var watch in _watches.ToArray())
        {
            watch.Send(Line(type, item, _version));
        }
    }

    private void Broadcast(string text)
    {
        foreach (var watch in _watches.ToArray())
        {
            watch.Send(Encoding.UTF8.GetBytes(text));
        }
    }

    private static byte[] Line(string type, ModelItem item, long version) =>
        Encoding.UTF8.GetBytes("{\"type\":\"" + type + "\",\"object\":" + item.Json(version) + "}\n");

    private static string BookmarkLine(long version, bool isEnd) =>
        "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Item\",\"metadata\":{\"resourceVersion\":\"" + version + "\""
        + (isEnd ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "") + "},\"value\":null}}\n";
}
