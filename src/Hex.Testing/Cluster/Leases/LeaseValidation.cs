using System.Globalization;
using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Serving;

namespace Hex.Testing.Cluster.Leases;

/// <summary>What coordination/v1 refuses in a LeaseSpec: times that are no MicroTime, durations and transitions below their least.</summary>
internal static class LeaseValidation
{
    private const string Kind = "Lease.coordination.k8s.io";

    // MicroTime is RFC 3339 with exactly six digits after the point; the server writes it in UTC.
    private const string Written = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private static readonly string[] Accepted = [Written, "yyyy-MM-dd'T'HH:mm:ss.ffffffzzz"];

    public static void Check(string name, JsonObject lease)
    {
        if (lease["spec"] is null)
            lease["spec"] = new JsonObject();
        if (lease["spec"] is not JsonObject spec)
            throw Undecodable("spec", "LeaseSpec");
        foreach (var field in (string[])["acquireTime", "renewTime"])
        {
            if (spec[field] is { } time)
                spec[field] = Normalized(time);
        }

        if (Number(spec, "leaseDurationSeconds") is <= 0 and var duration)
            throw ApiException.Invalid(Kind, name, "spec.leaseDurationSeconds", "FieldValueInvalid", $"Invalid value: {duration}: must be greater than 0");
        if (Number(spec, "leaseTransitions") is < 0 and var transitions)
            throw ApiException.Invalid(Kind, name, "spec.leaseTransitions", "FieldValueInvalid", $"Invalid value: {transitions}: must be greater than or equal to 0");
        foreach (var field in (string[])["holderIdentity", "strategy", "preferredHolder"])
        {
            if (spec[field] is { } text && (text is not JsonValue value || !value.TryGetValue(out string? _)))
                throw Undecodable("spec." + field, "string");
        }
    }

    private static string Normalized(JsonNode time)
    {
        var text = time is JsonValue value && value.TryGetValue(out string? s) ? s : time.ToJsonString();
        if (!DateTimeOffset.TryParseExact(text, Accepted, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
            throw ApiException.BadRequest(
                $"Lease in version \"v1\" cannot be handled as a Lease: parsing time \"{text}\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse it");
        return parsed.UtcDateTime.ToString(Written, CultureInfo.InvariantCulture);
    }

    private static long? Number(JsonObject spec, string field)
    {
        if (spec[field] is not { } node)
            return null;
        return node is JsonValue value && value.TryGetValue(out int number) ? number : throw Undecodable("spec." + field, "int32");
    }

    private static ApiException Undecodable(string field, string type) =>
        ApiException.BadRequest($"Lease in version \"v1\" cannot be handled as a Lease: json: cannot unmarshal {field} into Go struct field LeaseSpec.{field} of type {type}");
}
