namespace Hex.Kubernetes;

/// <summary>
/// A token in a file. Projected tokens rotate about hourly, by a symlink swapped under the file, whose own time stamp says nothing:
/// so the content is read again, at most every ten seconds.
/// </summary>
internal sealed class TokenFile(string path, TimeProvider time) : ITokenSource
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);
    private const int MaxLength = 64 * 1024;

    private readonly Lock _lock = new();
    private string? _token;
    private long _readAt;
    private bool _isInvalid;

    public ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_token is null || _isInvalid || time.GetElapsedTime(_readAt) >= Lifetime)
            {
                Read();
            }

            return new(_token!);
        }
    }

    public void Invalidate()
    {
        lock (_lock)
        {
            _isInvalid = true;
        }
    }

    private void Read()
    {
        try
        {
            var info = new FileInfo(path);
            var text = info.Exists && info.Length <= MaxLength ? File.ReadAllText(path).Trim() : "";
            if (text.Length > 0 && !text.Any(char.IsControl))
            {
                (_token, _readAt, _isInvalid) = (text, time.GetTimestamp(), false);
                return;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (_token is null)
            {
                throw new IOException($"the token file {path} cannot be read: {exception.Message}", exception);
            }
        }

        // Gone for the moment of a swap, or half written: the last good one stands.
        if (_token is null)
        {
            throw new IOException($"the token file {path} holds no token");
        }

        _readAt = time.GetTimestamp();
    }
}
