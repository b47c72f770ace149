using System.Collections.Concurrent;
using Hex.Collectors.Host;

namespace Hex.Collectors.Tests.Host;

/// <summary>Answers for file systems: sizes by the length of the path, or whatever a test wants.</summary>
internal sealed class CannedStatus : IFilesystemStatus
{
    /// <summary>What happens before the answer, by how the path ends.</summary>
    public ConcurrentDictionary<string, Action> Before { get; } = [];

    /// <summary>Error numbers, by how the path ends.</summary>
    public ConcurrentDictionary<string, int> Errors { get; } = [];

    public ConcurrentQueue<string> Asked { get; } = [];

    public int Get(Mount mount, string path, out FilesystemSpace space)
    {
        Asked.Enqueue(path);
        foreach (var (end, before) in Before)
        {
            if (path.EndsWith(end, StringComparison.Ordinal))
            {
                before();
            }
        }

        var total = (Path.GetFileName(path).Length + 1) * 1_000_000L;
        space = new FilesystemSpace(total, total / 2, (total / 2) - 1000, total / 4096, total / 8192);
        return Errors.FirstOrDefault(error => path.EndsWith(error.Key, StringComparison.Ordinal)).Value;
    }
}
