using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Serving;

namespace Hex.Testing.Cluster.Faults;

/// <summary>The Status an API server gives for a code when nothing more is known.</summary>
internal static class StandardStatus
{
    public static StatusError For(int code, string? message, int? retryAfterSeconds)
    {
        var (reason, usual, details) = code switch
        {
            400 => ("BadRequest", "the server rejected our request for an unknown reason", false),
            401 => ("Unauthorized", "Unauthorized", false),
            403 => ("Forbidden", "forbidden: User \"simulated\" cannot do this", true),
            404 => ("NotFound", "the server could not find the requested resource", true),
            405 => ("MethodNotAllowed", "the server does not allow this method on the requested resource", true),
            409 => ("Conflict", "the server reported a conflict", true),
            410 => ("Expired", "The resourceVersion for the provided watch is too old.", false),
            415 => ("UnsupportedMediaType", "the body of the request was in an unknown format", true),
            422 => ("Invalid", "the server rejected our request due to an error in our request", true),
            429 => ("TooManyRequests", "Too many requests, please try again later.", true),
            500 => ("InternalError", "Internal error occurred: etcdserver: leader changed", true),
            503 => ("ServiceUnavailable", "the server is currently unable to handle the request", true),
            504 => ("Timeout", "Timeout: request did not complete within the allotted timeout", true),
            _ => ("UnknownError", $"unexpected response {code}", false),
        };
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 400);
        return new(code, reason, message ?? usual) { Details = details ? new JsonObject() : null, RetryAfterSeconds = retryAfterSeconds };
    }
}
