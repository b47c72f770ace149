namespace Hex.Testing.Node;

/// <summary>The steps of a rotation, in the order of the kubelet (and of Docker, which has only the deletion and the last three).</summary>
public enum RotationStep
{
    /// <summary>Delete the oldest files, so that the number of files stays within its limit.</summary>
    DeleteOldest,

    /// <summary>Write half of the compressed content of the last rotated file to <c>N.log.TS.tmp</c>.</summary>
    WriteTemporary,

    /// <summary>Write the other half and rename it to <c>N.log.TS.gz</c>; for a moment both are there.</summary>
    RenameTemporary,

    /// <summary>Delete the uncompressed <c>N.log.TS</c>.</summary>
    DeleteUncompressed,

    /// <summary>Rename <c>N.log</c> to <c>N.log.TS</c>; the runtime goes on writing to it.</summary>
    Rename,

    /// <summary>The runtime makes the new <c>N.log</c>, and still writes to the old file.</summary>
    Create,

    /// <summary>The runtime writes to the new file.</summary>
    Switch,

    /// <summary>Instead of the last two: the runtime fails to reopen, and the kubelet renames the file back.</summary>
    RenameBack,

    /// <summary>Nothing is left to do.</summary>
    Done,
}
