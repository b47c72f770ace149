namespace Hex.Collectors;

/// <summary>An attribute as declared once: of a resource, of the points of a metric, or of log records.</summary>
/// <param name="Key">Its name, e.g. <c>k8s.pod.name</c>.</param>
/// <param name="Origin">Whose name it is.</param>
/// <param name="Description">What it holds, in one sentence or less; for a closed set, its values.</param>
public sealed record SignalAttribute(string Key, SignalOrigin Origin, string Description)
{
    /// <summary>Declares an attribute of the semantic conventions.</summary>
    public static SignalAttribute Convention(string key, string description) => new(key, SignalOrigin.Convention, description);

    /// <summary>Declares an attribute of our own.</summary>
    public static SignalAttribute Own(string key, string description) => new(key, SignalOrigin.Own, description);

    /// <summary>The key.</summary>
    public override string ToString() => Key;
}
