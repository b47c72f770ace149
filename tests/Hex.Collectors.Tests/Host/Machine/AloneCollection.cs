namespace Hex.Collectors.Tests.Host.Machine;

/// <summary>Tests that measure this process or this machine: nothing else of this project runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "host measurements";
}
