namespace Hex.Kubernetes;

/// <summary>How a kind is listed and watched.</summary>
internal sealed record ReflectorOptions
{
    /// <summary>Objects per page: the size Kubernetes' own clients use, which bounds what the server holds for one answer.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>The shortest time a watch asks for; the server ends it then. Drawn per watch, so that watches do not end together.</summary>
    public TimeSpan MinTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest time a watch asks for.</summary>
    public TimeSpan MaxTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether to ask for the initial state as a stream first (KEP-3157), instead of pages.</summary>
    public bool StreamInitialList { get; init; } = true;
}
