namespace Hex.Testing.Node;

/// <summary>A record <see cref="LogDirectory"/> found in a file.</summary>
/// <param name="Namespace">The pod's namespace, from the path.</param>
/// <param name="Pod">The pod's name, from the path.</param>
/// <param name="PodUid">The pod's uid, from the path.</param>
/// <param name="Container">The container's name, from the path.</param>
/// <param name="Restart">The container's restart count, from the file's name.</param>
/// <param name="Stream">stdout or stderr; null of a malformed line.</param>
/// <param name="Time">The first part's time stamp as it stands in the file; empty of a malformed line.</param>
/// <param name="Content">All parts joined; of a malformed line the whole line.</param>
/// <param name="Parts">How many lines of the file it took.</param>
/// <param name="IsIncomplete">True if its end is missing: parts without an F, or a line without a line feed at the end of the file.</param>
public sealed record FoundRecord(
    string Namespace,
    string Pod,
    string PodUid,
    string Container,
    int Restart,
    LogStream? Stream,
    string Time,
    byte[] Content,
    int Parts,
    bool IsIncomplete)
{
    /// <summary>True if the line is in no runtime's format.</summary>
    public bool IsMalformed => Stream is null;
}
