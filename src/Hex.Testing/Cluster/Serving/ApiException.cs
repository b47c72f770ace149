using System.Text.Json.Nodes;

namespace Hex.Testing.Cluster.Serving;

/// <summary>Ends a request with a Status. The texts are the recorded server's.</summary>
internal sealed class ApiException(StatusError status) : Exception(status.Message)
{
    private const string TooOldToContinue =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue " +
        "parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided " +
        "token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was " +
        "returned and now may show up in the list.";

    public StatusError Status { get; } = status;

    public static ApiException BadRequest(string message) => new(new(400, "BadRequest", message));

    public static ApiException Unauthorized() => new(new(401, "Unauthorized", "Unauthorized"));

    public static ApiException NotFound(ApiResource resource, string name) =>
        new(new(404, "NotFound", $"{resource.QualifiedName} \"{name}\" not found") { Details = DetailsOf(resource, name) });

    public static ApiException NoSuchResource() =>
        new(new(404, "NotFound", "the server could not find the requested resource") { Details = [] });

    public static ApiException MethodNotAllowed() =>
        new(new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource") { Details = [] });

    public static ApiException AlreadyExists(ApiResource resource, string name) =>
        new(new(409, "AlreadyExists", $"{resource.QualifiedName} \"{name}\" already exists") { Details = DetailsOf(resource, name) });

    public static ApiException Conflict(ApiResource resource, string name, string why) =>
        new(new(409, "Conflict", $"Operation cannot be fulfilled on {resource.QualifiedName} \"{name}\": {why}") { Details = DetailsOf(resource, name) });

    public static ApiException Expired(string message) => new(new(410, "Expired", message));

    public static ApiException ExpiredToken(string followUp) => new(new(410, "Expired", TooOldToContinue) { Continue = followUp });

    /// <summary>422 with one cause, as validation answers; <paramref name="kind"/> is <c>Kind.group</c>.</summary>
    public static ApiException Invalid(string kind, string name, string field, string reason, string message)
    {
        var dot = kind.IndexOf('.', StringComparison.Ordinal);
        var details = new JsonObject();
        if (name.Length > 0)
            details.Add("name", name);
        if (dot >= 0)
            details.Add("group", kind[(dot + 1)..]);
        details.Add("kind", dot >= 0 ? kind[..dot] : kind);
        details.Add("causes", new JsonArray(new JsonObject { ["reason"] = reason, ["message"] = message, ["field"] = field }));
        return new(new(422, "Invalid", $"{kind} \"{name}\" is invalid: {field}: {message}") { Details = details });
    }

    /// <summary>500 without a reason: the server's answer to a resourceVersion on a watch that is no number.</summary>
    public static ApiException BadRevision(string text) =>
        new(new(500, null, $"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax"));

    public static ApiException FutureRevision(long asked, long current) =>
        new(new(504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {current}")
        {
            Details = new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
            },
            RetryAfterSeconds = 1,
        });

    internal static JsonObject DetailsOf(ApiResource resource, string name)
    {
        var details = new JsonObject { ["name"] = name };
        if (resource.Group.Length > 0)
            details.Add("group", resource.Group);
        details.Add("kind", resource.Plural);
        return details;
    }
}
