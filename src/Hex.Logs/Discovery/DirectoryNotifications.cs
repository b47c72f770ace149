using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hex.Logs.Discovery;

/// <summary>
/// One inotify instance over directories: says which directory's entries changed. Never a watch per file, never an event per append. Not blocking: the reader asks at its sweep.
/// </summary>
internal sealed partial class DirectoryNotifications : IDisposable
{
    private const int NonBlockCloseOnExec = 0x800 | 0x80000;
    private const uint Entries = 0x40 | 0x80 | 0x100 | 0x200; // MOVED_FROM, MOVED_TO, CREATE, DELETE
    private const uint OnlyDirectory = 0x01000000;
    private const uint Overflow = 0x4000;
    private const uint Ignored = 0x8000;
    private const int EventHeader = 16;

    private readonly SafeFileHandle _inotify;
    private readonly Dictionary<int, string> _pathOfWatch = [];
    private readonly Dictionary<string, int> _watchOfPath = [];
    private readonly byte[] _buffer = new byte[16 * 1024];

    private DirectoryNotifications(SafeFileHandle inotify) => _inotify = inotify;

    /// <summary>Starts; null and the error number where the kernel refuses.</summary>
    public static DirectoryNotifications? TryStart(out int error)
    {
        var handle = InotifyInit(NonBlockCloseOnExec);
        error = handle < 0 ? Marshal.GetLastPInvokeError() : 0;
        return handle < 0 ? null : new DirectoryNotifications(new SafeFileHandle(handle, ownsHandle: true));
    }

    /// <summary>Watches a directory's entries; idempotent.</summary>
    /// <returns>0, or the error number (ENOSPC 28: the user's limit of watches).</returns>
    public int Add(string directory)
    {
        if (_watchOfPath.ContainsKey(directory))
        {
            return 0;
        }

        var watch = InotifyAddWatch((int)_inotify.DangerousGetHandle(), directory, Entries | OnlyDirectory);
        if (watch < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        if (_pathOfWatch.TryGetValue(watch, out var earlier))
        {
            _watchOfPath.Remove(earlier);
        }

        _pathOfWatch[watch] = directory;
        _watchOfPath[directory] = watch;
        return 0;
    }

    /// <summary>Collects the directories whose entries changed since the last call.</summary>
    /// <returns>False when the kernel lost some: look at all.</returns>
    public bool Drain(HashSet<string> changed)
    {
        var complete = true;
        nint count;
        while ((count = Read((int)_inotify.DangerousGetHandle(), _buffer, (nuint)_buffer.Length)) > 0)
        {
            for (var rest = _buffer.AsSpan(0, (int)count); rest.Length >= EventHeader;)
            {
                var watch = BinaryPrimitives.ReadInt32LittleEndian(rest);
                var mask = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
                var nameLength = BinaryPrimitives.ReadInt32LittleEndian(rest[12..]);
                rest = rest[(EventHeader + nameLength)..];
                if ((mask & Overflow) != 0)
                {
                    complete = false;
                }
                else if (_pathOfWatch.TryGetValue(watch, out var path))
                {
                    changed.Add(path);
                    if ((mask & Ignored) != 0)
                    {
                        _pathOfWatch.Remove(watch);
                        _watchOfPath.Remove(path);
                    }
                }
            }
        }

        return complete;
    }

    public void Dispose() => _inotify.Dispose();

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int InotifyInit(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int InotifyAddWatch(int inotify, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, [Out] byte[] buffer, nuint count);
}
