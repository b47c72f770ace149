namespace Quickstart.Running;

/// <summary>
/// A folder that is gone when the program is. What a killed run left behind goes with the next start: who still runs holds a lock in its folder.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string LockName = ".lock";
    private static readonly string Parent = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"hex-quickstart-{Environment.UserName}");

    private readonly FileStream _lock;

    private TemporaryFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public static TemporaryFolder Create()
    {
        SweepAbandoned();
        var path = System.IO.Path.Combine(Parent, Guid.NewGuid().ToString("N")[..12]);

        // It holds the simulated cluster's kubeconfig: for its owner only.
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, mode);
        return new TemporaryFolder(path, Hold(path));
    }

    public void Dispose()
    {
        _lock.Dispose();
        Delete(Path);
        if (Directory.Exists(Parent) && !Directory.EnumerateFileSystemEntries(Parent).Any())
        {
            Delete(Parent);
        }
    }

    private static FileStream Hold(string folder) =>
        new(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void SweepAbandoned()
    {
        if (!Directory.Exists(Parent))
        {
            return;
        }

        foreach (var folder in new DirectoryInfo(Parent).EnumerateDirectories().Where(folder => folder.LinkTarget is null).Select(folder => folder.FullName))
        {
            try
            {
                Hold(folder).Dispose();
                Delete(folder);
            }
            catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
            {
                // Somebody runs with it.
            }
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // The next start tries again.
        }
    }
}
