namespace Hex.Kubernetes;

/// <summary>Where a bearer token comes from. Exceptions never carry the token.</summary>
internal interface ITokenSource
{
    /// <summary>The token to send now.</summary>
    /// <exception cref="IOException">There is none; the message says why.</exception>
    ValueTask<string> GetAsync(CancellationToken cancellationToken);

    /// <summary>The server refused the token (401): do not answer from memory the next time.</summary>
    void Invalidate();
}

/// <summary>A token written in a kubeconfig.</summary>
internal sealed class FixedToken(string token) : ITokenSource
{
    public ValueTask<string> GetAsync(CancellationToken cancellationToken) => new(token);

    public void Invalidate()
    {
    }
}
