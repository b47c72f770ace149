using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Json;

namespace Hex.Testing.Cluster.Serving;

/// <summary>A failure as the API says it: meta/v1 Status, members in the server's order, empty ones left out.</summary>
internal sealed record StatusError(int Code, string? Reason, string Message)
{
    public JsonObject? Details { get; init; }

    /// <summary>The follow-up token a 410 for a continue token offers.</summary>
    public string? Continue { get; init; }

    /// <summary>Sent as details.retryAfterSeconds and as the Retry-After header.</summary>
    public int? RetryAfterSeconds { get; init; }

    public byte[] ToJson()
    {
        var metadata = new JsonObject();
        if (Continue is not null)
            metadata.Add("continue", Continue);
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata,
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason is not null)
            status.Add("reason", Reason);
        if (Details is not null || RetryAfterSeconds is not null)
        {
            var details = Details is null ? [] : (JsonObject)Details.DeepClone();
            if (RetryAfterSeconds is { } seconds)
                details.Add("retryAfterSeconds", seconds);
            status.Add("details", details);
        }

        status.Add("code", Code);
        return GoJson.Serialize(status);
    }
}
