using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>The query parameters of a list or watch: meta/v1 ListOptions.</summary>
internal sealed record ListQuery
{
    public string ResourceVersion { get; init; } = "";

    public string ResourceVersionMatch { get; init; } = "";

    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    public int Limit { get; init; }

    public string Continue { get; init; } = "";

    public bool Watch { get; init; }

    public bool Bookmarks { get; init; }

    public bool? SendInitialEvents { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="ApiException">400 for a value that does not parse.</exception>
    public static ListQuery Parse(IQueryCollection query) => new()
    {
        ResourceVersion = query["resourceVersion"].ToString(),
        ResourceVersionMatch = query["resourceVersionMatch"].ToString(),
        LabelSelector = query["labelSelector"],
        FieldSelector = query["fieldSelector"],
        Limit = (int)Math.Clamp(Number(query, "limit") ?? 0, 0, int.MaxValue),
        Continue = query["continue"].ToString(),
        Watch = Flag(query, "watch") ?? false,
        Bookmarks = Flag(query, "allowWatchBookmarks") ?? false,
        SendInitialEvents = Flag(query, "sendInitialEvents"),
        Timeout = Number(query, "timeoutSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    private static long? Number(IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        if (text.Length == 0)
            return null;
        return long.TryParse(text, out var number)
            ? number
            : throw ApiException.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private static bool? Flag(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var value) ? value.ToString() is not ("false" or "0" or "False" or "F" or "f" or "FALSE") : null;
}
