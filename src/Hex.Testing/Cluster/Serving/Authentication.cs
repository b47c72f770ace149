using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Hex.Testing.Cluster.Serving;

/// <summary>Authentication by bearer token or client certificate, then authorization by the user's rules.</summary>
internal sealed class Authentication(ClusterAccess access)
{
    /// <summary>The user a request signs in as.</summary>
    /// <exception cref="ApiException">401 for a token nobody has.</exception>
    public string UserOf(HttpContext context)
    {
        if (context.Connection.ClientCertificate is { } certificate)
            return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return ClusterAccess.Anonymous;
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : "";
        return access.UserOf(token) ?? (access.Required ? throw ApiException.Unauthorized() : ClusterAccess.Anonymous);
    }

    /// <summary>Lets a request pass that a rule of the user allows.</summary>
    /// <exception cref="ApiException">403 when no rule allows it.</exception>
    public void Authorize(string user, ApiRequest request)
    {
        if (!request.IsResource)
        {
            if (!DiscoveryHandler.Allows(user, request.Path, access))
                throw new ApiException(new(403, "Forbidden", $"forbidden: User \"{user}\" cannot {request.Verb} path \"{request.Path}\"") { Details = [] });
            return;
        }

        if (access.Allows(user, request.Verb, request.Group, request.ResourceAndSubresource, request.Namespace, request.Name))
            return;
        throw Forbidden(user, request);
    }

    public static ApiException Forbidden(string user, ApiRequest request)
    {
        var qualified = request.Group.Length == 0 ? request.Plural : $"{request.Plural}.{request.Group}";
        var named = request.Name.Length == 0 ? qualified : $"{qualified} \"{request.Name}\"";
        var scope = request.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{request.Namespace}\"";
        var details = new JsonObject();
        if (request.Name.Length > 0)
            details.Add("name", request.Name);
        if (request.Group.Length > 0)
            details.Add("group", request.Group);
        details.Add("kind", request.Plural);
        var message = $"{named} is forbidden: User \"{user}\" cannot {request.Verb} resource \"{request.ResourceAndSubresource}\" in API group \"{request.Group}\" {scope}";
        return new(new(403, "Forbidden", message) { Details = details });
    }
}
