using System.Diagnostics.CodeAnalysis;

namespace Hex.Logs.Files;

/// <summary>Opens log files for reading, without keeping anyone from renaming or deleting them.</summary>
internal static class LogFileOpener
{
    private const FileShare Everything = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Opens a file; when it cannot be opened, <c>error</c> says why, or is null when it is simply gone.</summary>
    public static bool TryOpen(string path, bool gzip, [NotNullWhen(true)] out LogContent? content, out string? error)
    {
        content = null;
        error = null;
        try
        {
            content = gzip
                ? new GzipContent(new FileStream(path, FileMode.Open, FileAccess.Read, Everything, bufferSize: 32 * 1024, FileOptions.SequentialScan))
                : new PlainContent(File.OpenHandle(path, FileMode.Open, FileAccess.Read, Everything));
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = e.Message;
            return false;
        }
    }
}
