using System.Runtime.InteropServices;

namespace Hex.Collectors.Host;

/// <summary>Why a file system could not be asked: an error number of the kernel, or ours.</summary>
internal static class FilesystemError
{
    /// <summary>
    /// Another file system is where the list of mounts says: the mount is not seen from here. What is below it would answer in its name — the mistake of a container
    /// without mount propagation — and its space must not be taken for the mount's.
    /// </summary>
    public const int NotThere = -1;

    public static string Describe(int error) => error == NotThere
        ? "another file system is in its place; if the host's root is mounted in a container, mount it with the propagation HostToContainer"
        : $"{Marshal.GetPInvokeErrorMessage(error)} (errno {error})";
}
