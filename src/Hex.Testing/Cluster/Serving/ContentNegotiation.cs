using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>How objects are written: whole, or their metadata alone.</summary>
internal enum Representation
{
    Object,
    PartialMetadata,
}

/// <summary>Chooses the representation of a response from Accept, the first the server can write.</summary>
internal static class ContentNegotiation
{
    /// <summary>The first representation of Accept that can be written.</summary>
    /// <exception cref="ApiException">406 when none fits.</exception>
    public static Representation Choose(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        if (accept.Length == 0)
            return Representation.Object;
        foreach (var range in accept.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "application/*" or "*/*"))
                continue;
            var asKind = Parameter(parts, "as");
            if (asKind is null)
                return Representation.Object;
            if (asKind is "PartialObjectMetadata" or "PartialObjectMetadataList" && Parameter(parts, "g") == "meta.k8s.io" && Parameter(parts, "v") == "v1")
                return Representation.PartialMetadata;
        }

        throw new NotAcceptableException();
    }

    private static string? Parameter(string[] parts, string name)
    {
        foreach (var part in parts)
        {
            if (part.StartsWith(name, StringComparison.Ordinal) && part.Length > name.Length && part[name.Length] == '=')
                return part[(name.Length + 1)..];
        }

        return null;
    }
}

/// <summary>406, whose body the recorded server writes indented and without a final newline.</summary>
internal sealed class NotAcceptableException : Exception
{
    public const string Body =
        """
        {
          "kind": "Status",
          "apiVersion": "v1",
          "metadata": {},
          "status": "Failure",
          "message": "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch",
          "reason": "NotAcceptable",
          "details": {},
          "code": 406
        }
        """;
}
