namespace Hex.Testing.Cluster.Population;

/// <summary>What of a recorded object is replaced in a generated one; the values are marks no recording contains.</summary>
internal enum Slot
{
    Revision = '\uE000',
    Name,
    Namespace,
    Uid,
    OwnerName,
    OwnerUid,
    App,
    Hash,
    Node,
    PodIp,
    Number,

    /// <summary>The first container's id; the others follow.</summary>
    Container,

    Last = Container + 15,
}
