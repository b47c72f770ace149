namespace Hex.Kubernetes;

/// <summary>A change of one object: added (no <paramref name="Before"/>), changed, or deleted (no <paramref name="After"/>).</summary>
/// <param name="Before">As it was; null when it is new.</param>
/// <param name="After">As it is; null when it is gone.</param>
/// <typeparam name="T">The projection.</typeparam>
public readonly record struct ResourceChange<T>(T? Before, T? After)
    where T : class;
