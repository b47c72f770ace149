using System.IO.Compression;

namespace Hex.Testing.Node;

/// <summary>A rotation of one container's log that can be stopped and looked at between its steps.</summary>
public sealed class SimulatedRotation
{
    private readonly SimulatedContainer _container;
    private readonly LogGeneration? _uncompressed;
    private readonly bool _fails;
    private readonly List<RotationStep> _steps = [];
    private byte[]? _gzip;

    internal SimulatedRotation(SimulatedContainer container, bool fails)
    {
        _container = container;
        _fails = fails;
        _steps.Add(RotationStep.DeleteOldest);
        _uncompressed = container.UncompressedAfterDeletion();
        if (_uncompressed is not null)
            _steps.AddRange([RotationStep.WriteTemporary, RotationStep.RenameTemporary, RotationStep.DeleteUncompressed]);
        _steps.Add(RotationStep.Rename);
        if (fails)
            _steps.Add(RotationStep.RenameBack);
        else
            _steps.AddRange([RotationStep.Create, RotationStep.Switch]);
    }

    /// <summary>What <see cref="Advance"/> would do.</summary>
    public RotationStep Next => _steps.Count > 0 ? _steps[0] : RotationStep.Done;

    /// <summary>True if the reopening fails and the file is renamed back.</summary>
    public bool Fails => _fails;

    /// <summary>Does the next step; false if there was none, or if the switch waits for a half-written line to end.</summary>
    public bool Advance()
    {
        lock (_container.Lock)
        {
            var step = Next;
            if (step == RotationStep.Done || (step == RotationStep.Switch && _container.IsTorn))
                return false;
            _steps.RemoveAt(0);
            Do(step);
            if (_steps.Count == 0)
                _container.RotationDone();
            return true;
        }
    }

    /// <summary>Does all steps before this one.</summary>
    public SimulatedRotation AdvanceTo(RotationStep step)
    {
        while (Next != step && Advance())
        {
        }

        return this;
    }

    /// <summary>Does all that is left.</summary>
    public void Complete() => AdvanceTo(RotationStep.Done);

    private void Do(RotationStep step)
    {
        switch (step)
        {
            case RotationStep.DeleteOldest:
                _container.DeleteOldest();
                break;
            case RotationStep.WriteTemporary:
                _gzip = Gzip(File.ReadAllBytes(_uncompressed!.Path));
                File.WriteAllBytes(_uncompressed.Path + ".tmp", _gzip.AsSpan(0, _gzip.Length / 2));
                break;
            case RotationStep.RenameTemporary:
                File.WriteAllBytes(_uncompressed!.Path + ".tmp", _gzip!);
                File.Move(_uncompressed.Path + ".tmp", _uncompressed.Path + ".gz", overwrite: true);
                break;
            case RotationStep.DeleteUncompressed:
                File.Delete(_uncompressed!.Path);
                _uncompressed.Path += ".gz";
                break;
            case RotationStep.Rename:
                _container.RenameCurrent();
                break;
            case RotationStep.Create:
                _container.CreateNext();
                break;
            case RotationStep.Switch:
                _container.SwitchToNext();
                break;
            default:
                _container.RenameBack();
                break;
        }
    }

    private static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
            gzip.Write(content);
        return target.ToArray();
    }
}
