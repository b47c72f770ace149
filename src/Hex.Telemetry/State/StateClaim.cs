namespace Hex.Telemetry;

/// <summary>A file of a state directory that is locked as long as a store has it. The lock is the kernel's, so it ends with the process however that ends.</summary>
internal static class StateClaim
{
    private const string FileName = "lock";

    // EWOULDBLOCK, what flock(2) says of a lock that another holds.
    private const int WouldBlock = 11;

    /// <summary>The lock; null where there is no directory, or no right to write in it.</summary>
    /// <exception cref="StateInUseException">Another has it.</exception>
    public static FileStream? TryTake(string directory, UnixFileMode mode)
    {
        if (!Directory.Exists(directory))
        {
            return null;
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        try
        {
            return new FileStream(Path.Combine(directory, FileName), options);
        }
        catch (IOException held) when (held.HResult == WouldBlock)
        {
            throw new StateInUseException(directory, held);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
