using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hex.Kubernetes;

/// <summary>What a lease says besides its annotations.</summary>
internal sealed record LeaseSpec(string Holder, int DurationSeconds, int Transitions, DateTimeOffset Acquired, DateTimeOffset Renewed);

/// <summary>
/// Leases of one namespace. Updates are merge patches that name the version they are based on: what others wrote beside us stays, and of
/// two writers one gets a 409.
/// </summary>
internal sealed class LeaseClient(KubernetesClient client, string @namespace, Projections projections)
{
    private const string MergePatch = "application/merge-patch+json";

    // Base64 holds plus signs, which the default escaping makes six bytes each; nothing here ends up in a web page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a lease; null when there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isCheap">Whether the server may answer from its cache, which may lag.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Lease?> GetAsync(string name, bool isCheap, CancellationToken cancellationToken)
    {
        var path = ResourceType.Leases.Path(@namespace, name) + (isCheap ? "?resourceVersion=0" : "");
        try
        {
            return await client.SendAsync<Lease>(ApiRequest.Get(path), Action("get", name), projections.Lease, cancellationToken);
        }
        catch (KubernetesApiException refusal) when (refusal.StatusCode == 404)
        {
            return null;
        }
    }

    public Task<Lease> CreateAsync(
        string name, LeaseSpec spec, OwnerReference? owner, IReadOnlyDictionary<string, string> labels,
        IReadOnlyDictionary<string, string> annotations, CancellationToken cancellationToken)
    {
        var body = Write(json =>
        {
            json.WriteString("apiVersion", "coordination.k8s.io/v1");
            json.WriteString("kind", "Lease");
            json.WriteStartObject("metadata");
            json.WriteString("name", name);
            json.WriteString("namespace", @namespace);
            WriteMap(json, "labels", labels);
            WriteMap(json, "annotations", annotations);
            if (owner is not null)
            {
                WriteOwner(json, owner);
            }

            json.WriteEndObject();
            WriteSpec(json, spec);
        });
        var request = new ApiRequest(HttpMethod.Post, ResourceType.Leases.Path(@namespace), body);
        return client.SendAsync<Lease>(request, Action("create", name), projections.Lease, cancellationToken);
    }

    /// <summary>Changes a lease.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">The version it must still have; null to change it whatever it has become.</param>
    /// <param name="spec">The new spec; null to leave it.</param>
    /// <param name="annotations">Annotations to set.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Lease> PatchAsync(
        string name, string? version, LeaseSpec? spec, IReadOnlyDictionary<string, string> annotations, CancellationToken cancellationToken)
    {
        var body = Write(json =>
        {
            json.WriteStartObject("metadata");
            if (version is not null)
            {
                json.WriteString("resourceVersion", version);
            }

            WriteMap(json, "annotations", annotations);
            json.WriteEndObject();
            if (spec is not null)
            {
                WriteSpec(json, spec);
            }
        });
        var request = new ApiRequest(HttpMethod.Patch, ResourceType.Leases.Path(@namespace, name), body, MergePatch);
        return client.SendAsync<Lease>(request, Action("patch", name), projections.Lease, cancellationToken);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var request = new ApiRequest(HttpMethod.Delete, ResourceType.Leases.Path(@namespace, name));
            await using var response = await client.SendAsync(request, Action("delete", name), cancellationToken);
        }
        catch (KubernetesApiException refusal) when (refusal.StatusCode == 404)
        {
            // Somebody else was quicker.
        }
    }

    public IAsyncEnumerable<Lease> ListAsync(string labelSelector, CancellationToken cancellationToken) =>
        client.ListAsync<Lease>(new ResourceQuery(ResourceType.Leases, @namespace, LabelSelector: labelSelector), projections.Lease, cancellationToken);

    private string Action(string verb, string name) => $"{verb} lease {@namespace}/{name}";

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        content(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    // No blockOwnerDeletion: that would need a right on the owner's finalizers.
    private static void WriteOwner(Utf8JsonWriter json, OwnerReference owner)
    {
        json.WriteStartArray("ownerReferences");
        json.WriteStartObject();
        json.WriteString("apiVersion", owner.ApiVersion);
        json.WriteString("kind", owner.Kind);
        json.WriteString("name", owner.Name);
        json.WriteString("uid", owner.Uid.ToString());
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteSpec(Utf8JsonWriter json, LeaseSpec spec)
    {
        json.WriteStartObject("spec");
        json.WriteString("holderIdentity", spec.Holder);
        json.WriteNumber("leaseDurationSeconds", spec.DurationSeconds);
        json.WriteNumber("leaseTransitions", spec.Transitions);
        json.WriteString("acquireTime", MicroTime(spec.Acquired));
        json.WriteString("renewTime", MicroTime(spec.Renewed));
        json.WriteEndObject();
    }

    private static string MicroTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
