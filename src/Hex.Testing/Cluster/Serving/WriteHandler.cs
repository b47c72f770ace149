using System.Text.Json;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Json;
using Hex.Testing.Cluster.Leases;
using Hex.Testing.Cluster.Storage;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>
/// POST, PUT, PATCH and DELETE of one object, with optimistic concurrency: an update that names a resourceVersion other than
/// the present one gets 409. See "Concurrency control and consistency" of the Kubernetes API conventions.
/// </summary>
internal sealed class WriteHandler(ClusterStore store, TimeProvider clock)
{
    private const string Modified = "the object has been modified; please apply your changes to the latest version and try again";

    public async Task CreateAsync(HttpContext context, ApiRequest request, CancellationToken ct)
    {
        var resource = request.Resource!;
        if (request.Name.Length > 0)
            throw ApiException.MethodNotAllowed();
        var body = await ReadBodyAsync(context, resource, ct);
        var metadata = (JsonObject)body["metadata"]!;
        if (ObjectMetadata.Text(metadata, "name").Length == 0 && ObjectMetadata.Text(metadata, "generateName") is { Length: > 0 } prefix)
            metadata["name"] = prefix + Guid.NewGuid().ToString("N")[..5];
        var name = ObjectMetadata.Text(metadata, "name");
        if (name.Length == 0)
            throw ApiException.Invalid(KindOf(resource), "", "metadata.name", "FieldValueRequired", "Required value: name or generateName is required");
        if (ObjectMetadata.Text(metadata, "resourceVersion").Length > 0)
            throw new ApiException(new(500, null, "resourceVersion should not be set on objects to be created"));
        SetNamespace(request, metadata);
        Validate(resource, name, body);
        var created = Create(resource, new(request.Namespace, name), body);
        await GetHandler.WriteAsync(context, 201, WriterFor(context, resource), created.Json, ct);
    }

    public async Task UpdateAsync(HttpContext context, ApiRequest request, CancellationToken ct)
    {
        var resource = request.Resource!;
        var body = await ReadBodyAsync(context, resource, ct);
        var metadata = (JsonObject)body["metadata"]!;
        if (ObjectMetadata.Text(metadata, "name") is var name && name != request.Name)
            throw ApiException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        SetNamespace(request, metadata);
        Validate(resource, name, body);
        var wasThere = true;
        var written = store.Write(resource, new(request.Namespace, name), (current, revision) =>
        {
            wasThere = current is not null;
            if (current is not null)
                return Updated(resource, name, current, body, revision);
            if (!resource.CreateOnUpdate)
                throw ApiException.NotFound(resource, name);
            if (ObjectMetadata.Text(metadata, "uid").Length > 0 || ObjectMetadata.Text(metadata, "resourceVersion").Length > 0)
                throw ApiException.Conflict(resource, name, "StorageError: invalid object, Code: 4, AdditionalErrorMsg: Precondition failed: the object is gone");
            return ObjectMetadata.ForCreate(body, revision, clock);
        });
        await GetHandler.WriteAsync(context, wasThere ? 200 : 201, WriterFor(context, resource), written!.Json, ct);
    }

    public async Task PatchAsync(HttpContext context, ApiRequest request, CancellationToken ct)
    {
        var resource = request.Resource!;
        var patch = Patch.Parse(context.Request.ContentType, await ReadBytesAsync(context, ct));
        var written = store.Write(resource, new(request.Namespace, request.Name), (current, revision) =>
        {
            if (current is null)
                throw ApiException.NotFound(resource, request.Name);
            var patched = patch.ApplyTo(ObjectJson.ToNode(current.Json));
            if (patched["metadata"] is not JsonObject)
                throw ApiException.BadRequest("a patch may not take metadata away");
            Validate(resource, request.Name, patched);
            return Updated(resource, request.Name, current, patched, revision);
        });
        await GetHandler.WriteAsync(context, 200, WriterFor(context, resource), written!.Json, ct);
    }

    public async Task DeleteAsync(HttpContext context, ApiRequest request, CancellationToken ct)
    {
        var resource = request.Resource!;
        var bytes = await ReadBytesAsync(context, ct);
        var preconditions = bytes.Length == 0 ? null : ParseObject(bytes)["preconditions"] as JsonObject;
        var path = new ObjectKey(request.Namespace, request.Name).Path;
        var deleted = store.Delete(resource, path, current =>
        {
            foreach (var field in (string[])["uid", "resourceVersion"])
            {
                var expected = ObjectMetadata.Text(preconditions, field);
                var actual = ObjectMetadata.Text((JsonObject?)ObjectJson.ToNode(current.Json)["metadata"], field);
                if (expected.Length > 0 && expected != actual)
                    throw ApiException.Conflict(resource, request.Name, $"Precondition failed: {field} in precondition: {expected}, {field} in object meta: {actual}");
            }
        }) ?? throw ApiException.NotFound(resource, request.Name);

        var details = ApiException.DetailsOf(resource, request.Name);
        details.Add("uid", ObjectMetadata.Text((JsonObject?)ObjectJson.ToNode(deleted.Json)["metadata"], "uid"));
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
        await RequestDispatcher.WriteAsync(context, 200, "application/json", [.. GoJson.Serialize(status), (byte)'\n'], ct);
    }

    private StoredObject Create(ApiResource resource, ObjectKey key, JsonObject body)
    {
        if (resource.Namespaced && store.Find(Namespaces, key.Namespace) is null)
            throw ApiException.NotFound(Namespaces, key.Namespace);
        return store.Write(resource, key, (current, revision) => current is null
            ? ObjectMetadata.ForCreate(body, revision, clock)
            : throw ApiException.AlreadyExists(resource, key.Name))!;
    }

    private static readonly ApiResource Namespaces = new("", "v1", "namespaces", "Namespace", Namespaced: false);

    // Null where nothing changes: the server then keeps the resourceVersion.
    private static byte[]? Updated(ApiResource resource, string name, StoredObject current, JsonObject body, long revision)
    {
        var before = ObjectJson.ToNode(current.Json);
        var metadata = (JsonObject)body["metadata"]!;
        var (uid, presentUid) = (ObjectMetadata.Text(metadata, "uid"), ObjectMetadata.Text((JsonObject)before["metadata"]!, "uid"));
        if (uid.Length > 0 && uid != presentUid)
            throw ApiException.Conflict(resource, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {presentUid}");
        var version = ObjectMetadata.Text(metadata, "resourceVersion");
        if (version.Length == 0 && !resource.UnconditionalUpdate)
            throw ApiException.Invalid(KindOf(resource), name, "metadata.resourceVersion", "FieldValueInvalid", "Invalid value: 0x0: must be specified for an update");
        if (version.Length > 0 && version != current.Revision.ToString())
            throw ApiException.Conflict(resource, name, Modified);
        var json = ObjectMetadata.ForUpdate(body, before, current.Revision);
        return json.AsSpan().SequenceEqual(current.Json) ? null : ObjectJson.WithRevision(json, revision);
    }

    private static void Validate(ApiResource resource, string name, JsonObject body)
    {
        MetadataValidation.Check(resource, name, body);
        if (resource is { Plural: "leases", Group: "coordination.k8s.io" })
            LeaseValidation.Check(name, body);
    }

    private static void SetNamespace(ApiRequest request, JsonObject metadata)
    {
        var stated = ObjectMetadata.Text(metadata, "namespace");
        if (stated.Length > 0 && stated != request.Namespace)
            throw ApiException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (request.Resource!.Namespaced)
            metadata["namespace"] = request.Namespace;
    }

    private static async Task<JsonObject> ReadBodyAsync(HttpContext context, ApiResource resource, CancellationToken ct)
    {
        var type = context.Request.ContentType ?? "application/json";
        if (!type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
            throw Patch.UnsupportedMediaType(["application/json"]);
        var body = ParseObject(await ReadBytesAsync(context, ct));
        foreach (var (field, expected) in ((string, string)[])[("kind", resource.Kind), ("apiVersion", resource.ApiVersion)])
        {
            var stated = ObjectMetadata.Text(body, field);
            if (stated.Length > 0 && stated != expected)
                throw ApiException.BadRequest($"the {(field == "kind" ? "kind" : "API version")} in the data ({stated}) does not match the expected {(field == "kind" ? "kind" : "API version")} ({expected})");
        }

        if (body["metadata"] is not JsonObject)
            body["metadata"] = new JsonObject();
        return body;
    }

    private static JsonObject ParseObject(byte[] bytes)
    {
        try
        {
            return ObjectJson.ToNode(bytes);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw ApiException.BadRequest($"couldn't get version/kind; json parse error: {e.Message}");
        }
    }

    private static async Task<byte[]> ReadBytesAsync(HttpContext context, CancellationToken ct)
    {
        var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, ct);
        return buffer.ToArray();
    }

    private static ObjectWriter WriterFor(HttpContext context, ApiResource resource) => new(resource, ContentNegotiation.Choose(context.Request));

    internal static string KindOf(ApiResource resource) => resource.Group.Length == 0 ? resource.Kind : $"{resource.Kind}.{resource.Group}";
}
