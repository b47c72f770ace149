namespace Hex.Collectors.Host;

/// <summary>What a file system says of itself. Bytes, and inodes.</summary>
internal readonly record struct FilesystemSpace(long Total, long Free, long Available, long Inodes, long InodesFree);

/// <summary>Asks a file system. May block for as long as the file system likes; the seam for tests.</summary>
internal interface IFilesystemStatus
{
    /// <summary>Asks.</summary>
    /// <param name="mount">The file system.</param>
    /// <param name="path">Where it is for this process.</param>
    /// <param name="space">What it says.</param>
    /// <returns>0, an error number, or <see cref="FilesystemError.NotThere"/>. Never throws: nobody is there to catch it.</returns>
    int Get(Mount mount, string path, out FilesystemSpace space);
}
