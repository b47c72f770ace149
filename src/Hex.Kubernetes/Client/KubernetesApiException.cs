namespace Hex.Kubernetes;

/// <summary>The API server answered with an error.</summary>
public sealed class KubernetesApiException : Exception
{
    internal KubernetesApiException(string action, ApiStatus status)
        : base($"cannot {action}: {status.Describe()}")
    {
        StatusCode = status.Code;
        Reason = status.Reason;
        RetryAfter = status.RetryAfter;
    }

    /// <summary>The HTTP status code.</summary>
    public int StatusCode { get; }

    /// <summary>The reason of the Status object, e.g. <c>Forbidden</c>; null when the body was none.</summary>
    public string? Reason { get; }

    /// <summary>How long the server asks to wait; null when it does not.</summary>
    public TimeSpan? RetryAfter { get; }
}
