using Microsoft.Win32.SafeHandles;

namespace Hex.Testing.Node;

/// <summary>One file's content through its names: <c>0.log</c>, <c>0.log.TS</c>, <c>0.log.TS.gz</c>.</summary>
internal sealed class LogGeneration : IDisposable
{
    private readonly SafeFileHandle _handle;

    public LogGeneration(string path)
    {
        Path = path;
        _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Where it is now.</summary>
    public string Path { get; set; }

    public long Length { get; private set; }

    public bool Exists { get; private set; } = true;

    /// <summary>Counts truncations: what was written in an earlier epoch is gone.</summary>
    public int Epoch { get; private set; }

    /// <summary>Appends, as one write(2) does.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, Length);
        Length += bytes.Length;
    }

    public void Truncate()
    {
        RandomAccess.SetLength(_handle, 0);
        Length = 0;
        Epoch++;
    }

    public void Rename(string path)
    {
        File.Move(Path, path, overwrite: true);
        Path = path;
    }

    public void Delete()
    {
        Exists = false;
        File.Delete(Path);
    }

    /// <summary>Its directory was deleted.</summary>
    public void Lose() => Exists = false;

    /// <summary>The runtime closes it; the file stays.</summary>
    public void Dispose() => _handle.Dispose();
}
