using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Hex.Logs.Tests.Reading;

/// <summary>A log root of its own in a temporary folder, with one container in it.</summary>
internal sealed class LogTree : IDisposable
{
    private int _rotations;

    public LogTree() => Directory.CreateDirectory(Container);

    public string Root { get; } = Directory.CreateTempSubdirectory("hex-logs-").FullName;

    public string Container => Path.Combine(Root, "shop_web-0_8a5c1f2e-0000-4000-8000-000000000001", "app");

    public string Current => Path.Combine(Container, "0.log");

    public string State => Path.Combine(Root, "..", Path.GetFileName(Root) + ".state");

    public static string Line(string body, string stream = "stdout", string tag = "F", int second = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"2026-11-21T12:{second / 60 % 60:00}:{second % 60:00}.5Z {stream} {tag} {body}\n");

    public void Append(string text, string? path = null) => File.AppendAllText(path ?? Current, text, new UTF8Encoding(false));

    public void Append(byte[] bytes) => File.AppendAllBytes(Current, bytes);

    /// <summary>Renames the current file as the kubelet does.</summary>
    /// <returns>The rotated file.</returns>
    public string Rename()
    {
        var rotated = $"{Current}.20261121-{100000 + _rotations++}";
        File.Move(Current, rotated);
        return rotated;
    }

    /// <summary>Compresses a rotated file as the kubelet does, through a temporary name.</summary>
    public static string Gzip(string path)
    {
        using (var target = new GZipStream(File.Create(path + ".tmp"), CompressionLevel.Fastest))
        using (var source = File.OpenRead(path))
        {
            source.CopyTo(target);
        }

        File.Move(path + ".tmp", path + ".gz");
        File.Delete(path);
        return path + ".gz";
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
