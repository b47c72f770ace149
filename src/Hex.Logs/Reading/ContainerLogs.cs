using Hex.Logs.Discovery;
using Hex.Logs.Files;
using Hex.Logs.Positions;
using Hex.Telemetry;

namespace Hex.Logs.Reading;

/// <summary>The logs of one container of one pod: its generations in the order they were written, read one after the other. The unit of scheduling.</summary>
internal sealed class ContainerLogs(ContainerIdentity identity, string directory, Lock positions)
{
    public ContainerIdentity Identity { get; } = identity;

    public string Directory { get; } = directory;

    /// <summary>Unfinished generations and finished ones that still have an entry, oldest first.</summary>
    public List<LogFile> Files { get; } = [];

    public CommitQueue Commits { get; } = new(positions);

    public ContainerStreams Streams { get; } = new();

    public DeliveryOrder Order { get; } = new();

    /// <summary>The file that <see cref="Streams"/> are of.</summary>
    public LogFile? Entered { get; set; }

    public PodRate? Rate { get; set; }

    /// <summary>What is known of the container, by restart number; asked again when the resolver's version grows.</summary>
    public Dictionary<int, ContainerMetadata> Metadata { get; } = [];

    public long MetadataVersion { get; set; } = -1;

    /// <summary>Monotonic time stamp since when lines wait for metadata; 0 when none do.</summary>
    public long WaitingForMetadataSince { get; set; }

    /// <summary>Whether lines wait until it is known who the container is.</summary>
    public bool IsWaitingForMetadata { get; set; }

    /// <summary>True while it is in the reader's ready queue.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Its place among the containers that are looked at; -1 when it has none.</summary>
    public int TailingIndex { get; set; } = -1;

    /// <summary>True when its metadata says that its logs are not collected.</summary>
    public bool IsLeftAlone { get; set; }

    /// <summary>Monotonic time stamp of the last byte read; decides how often the container is looked at.</summary>
    public long LastDataAt { get; set; }

    /// <summary>How many records its last batch had: about as many as the next.</summary>
    public int LastRecords { get; set; }

    /// <summary>The newest file, when its end was reached and only more bytes in it, or a change of the directory, can make more of it; else null.</summary>
    public LogFile? AtRest { get; set; }

    /// <summary>True when the directory is gone.</summary>
    public bool IsGone { get; set; }

    /// <summary>What the directory's stamp was when it was read; see <see cref="DirectoryStamp"/>.</summary>
    public DirectoryStamp Stamp { get; set; }

    /// <summary>The last look at all directories that found it.</summary>
    public int SeenInLook { get; set; }

    public int ScanNumber { get; set; }

    /// <summary>The generation being read: the oldest that is not read to its end.</summary>
    public LogFile? Head
    {
        get
        {
            foreach (var file in Files)
            {
                if (!file.IsReadComplete)
                {
                    return file;
                }
            }

            return null;
        }
    }

    /// <summary>True when a file's streams go on in a later one: between them are at most generations that were rotated while they were empty.</summary>
    public bool Continues(LogFile earlier, LogFile later)
    {
        for (var i = Files.IndexOf(earlier) + 1; i > 0 && i < Files.Count; i++)
        {
            if (ReferenceEquals(Files[i], later))
            {
                return true;
            }

            if (Files[i].HasIdentity || !Files[i].IsReadComplete)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The generation after a file, if there is one.</summary>
    public LogFile? After(LogFile file)
    {
        var index = Files.IndexOf(file);
        return index >= 0 && index + 1 < Files.Count ? Files[index + 1] : null;
    }
}
