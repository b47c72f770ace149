using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Telemetry;

/// <summary>
/// State in files of a directory: <c>{name}.state</c>, and the one before as <c>{name}.state.old</c>. A file is written whole under another name, synced, renamed,
/// and the directory synced, so that after a crash at any moment the old or the new state is read. A file that is damaged all the same is told of, and the one before is read.
/// One store at a time has a directory: a second one, in this process or another, is refused, since each would write over what the other keeps. Thread-safe.
/// </summary>
public sealed partial class FileStateStore : IStateStore, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _directory;
    private readonly ILogger _logger;
    private readonly Lock _one = new();
    private FileStream? _claim;
    private bool _disposed;

    /// <summary>Names whose current file was written or read whole by this process, so that it may become the old one.</summary>
    private readonly HashSet<string> _good = new(StringComparer.Ordinal);

    /// <summary>Makes a store; the directory is made at the first write.</summary>
    /// <param name="directory">Where the files are.</param>
    /// <param name="logger">Where damaged files are told of.</param>
    public FileStateStore(string directory, ILogger<FileStateStore>? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _directory = Path.GetFullPath(directory);
        _logger = logger ?? NullLogger<FileStateStore>.Instance;
    }

    /// <summary>
    /// Takes the directory now, and makes it; else the first read or write does that. It is given back by <see cref="Dispose"/>, or by the end of the process,
    /// however that ends. Where there is no right to write, nobody is refused: the first write says so.
    /// </summary>
    /// <exception cref="StateInUseException">Another store has it.</exception>
    public void Claim()
    {
        try
        {
            Directory.CreateDirectory(_directory);
            lock (_one)
            {
                ClaimOnce();
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Told at the first write.
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StateInUseException">Another store has the directory.</exception>
    public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        StateName.Check(name);
        return new(Task.Run(() => Read(name), cancellationToken));
    }

    /// <inheritdoc/>
    /// <exception cref="StateInUseException">Another store has the directory.</exception>
    public ValueTask WriteAsync(string name, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        StateName.Check(name);
        return new(Task.Run(() => Write(name, StateFile.Encode(state.Span)), cancellationToken));
    }

    /// <summary>Ends the store, and gives the directory back when no write is under way. Idempotent.</summary>
    public void Dispose()
    {
        lock (_one)
        {
            _disposed = true;
            _claim?.Dispose();
        }
    }

    private void ClaimOnce()
    {
        // Somebody else may have the directory by now.
        ObjectDisposedException.ThrowIf(_disposed, this);
        _claim ??= StateClaim.TryTake(_directory, OwnerOnly);
    }

    private string Current(string name) => Path.Combine(_directory, name + ".state");

    private string Old(string name) => Current(name) + ".old";

    private byte[]? Read(string name)
    {
        lock (_one)
        {
            ClaimOnce();
            if (ReadFile(Current(name)) is { } current)
            {
                _good.Add(name);
                return current;
            }

            var old = ReadFile(Old(name));
            if (old is not null)
            {
                Log.FellBack(_logger, Old(name));
            }

            return old;
        }
    }

    private byte[]? ReadFile(string path)
    {
        // The usual first start: nothing was ever written. An exception for it would cost more than all the rest of a start.
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            if (StateFile.TryDecode(File.ReadAllBytes(path), out var payload, out var problem))
            {
                return payload;
            }

            Log.Damaged(_logger, path, problem);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            // Nothing was ever written.
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(_logger, path, refused.Message);
        }

        return null;
    }

    private void Write(string name, byte[] file)
    {
        try
        {
            lock (_one)
            {
                Replace(name, file);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"State '{name}' could not be written to '{_directory}': {refused.Message} The directory must exist or be creatable, be writable by this user, and have room; the state written before stands.", refused);
        }
    }

    private void Replace(string name, byte[] file)
    {
        Directory.CreateDirectory(_directory);
        ClaimOnce();
        var current = Current(name);
        var temporary = current + ".tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(file);
            stream.Flush(flushToDisk: true);
        }

        // A damaged file must not take the place of the good one before it.
        if (File.Exists(current) && (_good.Contains(name) || ReadFile(current) is not null))
        {
            File.Move(current, Old(name), overwrite: true);
        }

        File.Move(temporary, current, overwrite: true);
        _good.Add(name);
        DirectorySync.Flush(_directory);
    }

    private static partial class Log
    {
        [LoggerMessage(1060, LogLevel.Error, "State file {Path} is damaged: {Problem}. It is left alone, and replaced at the next write.")]
        public static partial void Damaged(ILogger logger, string path, string problem);

        [LoggerMessage(1061, LogLevel.Error, "State file {Path} cannot be read: {Problem}")]
        public static partial void Unreadable(ILogger logger, string path, string problem);

        [LoggerMessage(1062, LogLevel.Warning, "Going on from the state before, {Path}; what was written after it is done again")]
        public static partial void FellBack(ILogger logger, string path);
    }
}
