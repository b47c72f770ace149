using System.Text;
using Hex.Testing.Cluster.Selectors;
using Hex.Testing.Cluster.Storage;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>
/// LIST: at the newest revision, at an exact one, or from a continue token at the token's. See "Resource versions" and
/// "Retrieving large results sets in chunks" of the Kubernetes API concepts.
/// </summary>
internal sealed class ListHandler(ClusterStore store)
{
    public async Task HandleAsync(HttpContext context, ApiRequest request, CancellationToken ct)
    {
        var resource = request.Resource!;
        var query = ListQuery.Parse(context.Request.Query);
        var writer = new ObjectWriter(resource, ContentNegotiation.Choose(context.Request));
        var selection = new Selection(request.Namespace, LabelSelector.Parse(query.LabelSelector), FieldSelector.Parse(query.FieldSelector, resource));
        var page = store.Use(resource, table => Read(table, query, selection));

        var (kind, apiVersion) = writer.ListType;
        var response = new ResponseWriter(context, compressible: true);
        context.Response.ContentType = "application/json";
        Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{{\"resourceVersion\":\"{page.Revision}\"{page.Continuation(resource)}}},\"items\":[", response.Buffer);
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0)
                response.Write(","u8);
            writer.WriteItem(response.Buffer, page.Items[i].Json);
            await response.FlushIfFullAsync(ct);
        }

        response.Write("]}\n"u8);
        await response.CompleteAsync(ct);
    }

    private Page Read(ObjectTable table, ListQuery query, Selection selection)
    {
        var (revision, start) = query.Continue.Length > 0 ? FromToken(table, query) : (FromQuery(table, query), "");
        // The watch cache answers "any version" with everything it has, whatever the limit.
        var limit = query.ResourceVersion == "0" && query.Continue.Length == 0 && table.Resource.WatchCached ? 0 : query.Limit;
        var page = new Page(revision);
        var prefix = selection.Namespace.Length > 0 ? selection.Namespace + "/" : "";
        foreach (var newest in table.From(start.Length > 0 ? start : prefix))
        {
            if (!newest.Key.Path.StartsWith(prefix, StringComparison.Ordinal))
                break;
            if (newest.At(revision) is not { } version || !selection.Contains(version))
                continue;
            if (limit > 0 && page.Items.Count == limit)
            {
                page.Next ??= page.Items[^1].Key.Path + "\0";
                page.Remaining++;
                if (selection.HasSelector)
                    break;
            }
            else
            {
                page.Items.Add(version);
            }
        }

        // With a selector the server cannot tell what remains without reading it.
        page.CountRemaining = !selection.HasSelector;
        return page;
    }

    private long FromQuery(ObjectTable table, ListQuery query)
    {
        var exact = query.ResourceVersionMatch == "Exact";
        if (query.ResourceVersion is "" or "0")
            return query.ResourceVersionMatch.Length == 0 || (query.ResourceVersion == "0" && !exact)
                ? store.Revision
                : throw ApiException.Invalid("ListOptions.meta.k8s.io", "", "resourceVersionMatch", "FieldValueForbidden",
                    "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided");
        if (!long.TryParse(query.ResourceVersion, out var asked) || asked < 0)
            throw ApiException.BadRequest(
                $"invalid resource version: resourceVersion: Invalid value: \"{query.ResourceVersion}\": strconv.ParseUint: parsing \"{query.ResourceVersion}\": invalid syntax");
        if (asked > store.Revision)
            throw ApiException.FutureRevision(asked, store.Revision);
        if (!exact)
            return store.Revision;
        return asked >= table.OldestList ? asked : throw ApiException.Expired("The resourceVersion for the provided list is too old.");
    }

    private (long Revision, string Start) FromToken(ObjectTable table, ListQuery query)
    {
        if (query.ResourceVersion is not ("" or "0"))
            throw ApiException.BadRequest("specifying resource version is not allowed when using continue");
        var token = ContinueToken.Decode(query.Continue);
        if (token.Revision == ContinueToken.Inconsistent)
            return (store.Revision, token.StartPath);
        if (token.Revision < table.OldestList || token.Revision > store.Revision)
            throw ApiException.ExpiredToken((token with { Revision = ContinueToken.Inconsistent }).Encode(watchCached: false));
        return (token.Revision, token.StartPath);
    }

    private sealed class Page(long revision)
    {
        public long Revision { get; } = revision;

        public List<StoredObject> Items { get; } = [];

        public string? Next { get; set; }

        public int Remaining { get; set; }

        public bool CountRemaining { get; set; }

        public string Continuation(ApiResource resource)
        {
            if (Next is null)
                return "";
            var token = new ContinueToken(Revision, Next).Encode(resource.WatchCached);
            return $",\"continue\":\"{token}\"" + (CountRemaining ? $",\"remainingItemCount\":{Remaining}" : "");
        }
    }
}
