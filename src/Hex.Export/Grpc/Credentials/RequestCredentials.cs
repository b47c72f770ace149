using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Hex.Export.Grpc.Credentials;

/// <summary>Everything that identifies us to the server: extra headers and at most one credential, read anew for each request.</summary>
internal sealed class RequestCredentials
{
    private readonly SecretHeaders? _fixed;
    private readonly SecretHeaders? _value;
    private readonly string? _variable;
    private readonly Func<string, string?> _environment;
    private readonly CredentialFile? _file;

    /// <summary>Takes options that passed <see cref="TransportSettings"/>.</summary>
    public RequestCredentials(GrpcTransportOptions options, Func<string, string?> environment, TimeProvider time, ILogger logger)
    {
        _environment = environment;
        // Extra headers are masked like secrets: Authorization is the usual one.
        if (options.Headers.Count > 0)
            _fixed = new SecretHeaders([.. options.Headers.Select(h => (h.Key.ToLowerInvariant(), h.Value))]);
        if (options.ApiKey is { Length: > 0 } key)
            _value = CredentialFormat.ApiKey(Encoding.UTF8.GetBytes(key), out _);
        else if (options.ApiKeyFile is { Length: > 0 } keyFile)
            _file = new CredentialFile("apiKeyFile", keyFile, CredentialFormat.ApiKey, time, logger);
        else if (options.TokenFile is { Length: > 0 } tokenFile)
            _file = new CredentialFile("tokenFile", tokenFile, CredentialFormat.Token, time, logger);
        else if (options.ApiKeyVariable is { Length: > 0 } variable)
            _variable = variable;
    }

    /// <summary>Puts the headers on a request; false, with what is wrong, when there is no usable credential.</summary>
    public bool TryApply(HttpRequestHeaders headers, out string? error)
    {
        error = null;
        _fixed?.ApplyTo(headers);
        Current(out error)?.ApplyTo(headers);
        return error is null;
    }

    /// <summary>Takes every secret we sent out of a text somebody answered.</summary>
    public string Mask(string text)
    {
        text = _fixed?.Mask(text) ?? text;
        return Current(out _)?.Mask(text) ?? text;
    }

    private SecretHeaders? Current(out string? error)
    {
        error = null;
        if (_file is not null)
            return _file.Current(out error);
        if (_variable is null)
            return _value;
        var headers = CredentialFormat.ApiKey(Encoding.UTF8.GetBytes(_environment(_variable) ?? ""), out error);
        if (error is not null)
            error = $"environment variable {_variable}: {error}";
        return headers;
    }
}
