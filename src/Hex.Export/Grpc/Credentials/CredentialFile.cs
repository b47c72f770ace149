using Microsoft.Extensions.Logging;

namespace Hex.Export.Grpc.Credentials;

/// <summary>Parses the content of a credential file; null and why not (never the content) when it cannot.</summary>
internal delegate SecretHeaders? CredentialParser(ReadOnlySpan<byte> content, out string? error);

/// <summary>
/// A credential in a file that may be replaced while we run. The path is opened at most once a second, and by name every time: a mounted
/// Secret changes by moving a symbolic link. While the file is away or broken the last good credential stays in use.
/// </summary>
internal sealed partial class CredentialFile(string setting, string path, CredentialParser parse, TimeProvider time, ILogger logger)
{
    /// <summary>More than any key or token; a larger file is not a credential.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>A second bounds the cost of looking and the delay of a rotation.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly byte[] _buffer = new byte[MaxBytes + 1];
    private byte[] _seen = [];
    private SecretHeaders? _good;
    private string? _error;
    private long _lookedAt;
    private bool _looked, _keeping;

    /// <summary>The credential in force; null with an error when there has never been a good one.</summary>
    public SecretHeaders? Current(out string? error)
    {
        lock (_lock)
        {
            if (!_looked || time.GetElapsedTime(_lookedAt) >= Interval)
            {
                Look();
                _looked = true;
                _lookedAt = time.GetTimestamp();
            }
            error = _good is null ? _error : null;
            return _good;
        }
    }

    private void Look()
    {
        if (TryRead(out var content, out var problem))
        {
            if (_error is null && _good is not null && content.SequenceEqual(_seen))
                return;
            if (parse(content, out problem) is { } parsed)
            {
                _seen = content.ToArray();
                (_good, _error) = (parsed, null);
                if (_keeping)
                    Log.CredentialBack(logger, setting, path);
                _keeping = false;
                return;
            }
        }
        _error = $"{setting} {path}: {problem}";
        if (_good is not null && !_keeping)
        {
            _keeping = true;
            Log.CredentialKept(logger, setting, path, problem!);
        }
    }

    private bool TryRead(out ReadOnlySpan<byte> content, out string? problem)
    {
        content = default;
        try
        {
            using var file = File.OpenHandle(path);
            var length = 0;
            for (int read; length < _buffer.Length && (read = RandomAccess.Read(file, _buffer.AsSpan(length), length)) > 0;)
                length += read;
            content = _buffer.AsSpan(0, Math.Min(length, MaxBytes));
            problem = length > MaxBytes ? $"it is larger than {MaxBytes} bytes, which no credential is" : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "the file does not exist";
        }
        catch (UnauthorizedAccessException)
        {
            problem = "no permission to read it (or it is a directory)";
        }
        catch (Exception e) when (e is IOException or NotSupportedException)
        {
            problem = e.Message;
        }
        return problem is null;
    }

    private static partial class Log
    {
        [LoggerMessage(1200, LogLevel.Warning, "{Setting} {Path}: {Problem}; the last good credential stays in use")]
        public static partial void CredentialKept(ILogger logger, string setting, string path, string problem);

        [LoggerMessage(1201, LogLevel.Information, "{Setting} {Path}: readable again")]
        public static partial void CredentialBack(ILogger logger, string setting, string path);
    }
}
