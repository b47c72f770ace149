namespace Hex.Collectors.Host;

/// <summary>A mounted file system.</summary>
/// <param name="Number">The device number <c>major:minor</c>: the same for every mount of one file system.</param>
/// <param name="Root">Which directory of the file system is mounted; not <c>/</c> for a bind mount of a part of it.</param>
/// <param name="Point">Where.</param>
/// <param name="Type">E.g. <c>ext4</c>.</param>
/// <param name="Device">E.g. <c>/dev/sda1</c>, <c>server:/export</c>.</param>
/// <param name="Mode"><c>rw</c> or <c>ro</c>.</param>
internal sealed record Mount(string Number, string Root, string Point, string Type, string Device, string Mode);
