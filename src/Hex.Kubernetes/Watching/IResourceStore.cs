namespace Hex.Kubernetes;

/// <summary>
/// What a watch writes to. Called by one watch at a time, never concurrently. Implement it to have every change of a kind without a
/// cache, as the events source does.
/// </summary>
/// <typeparam name="T">The projection.</typeparam>
public interface IResourceStore<in T>
    where T : class
{
    /// <summary>A full list begins: what it does not hold is gone when it ends.</summary>
    void BeginReplace();

    /// <summary>An object of a list, or one that was added or changed.</summary>
    void Upsert(T item);

    /// <summary>An object was deleted (for events: it aged out).</summary>
    void Remove(T item);

    /// <summary>A page of a list has been handed over, and it was not the last: what the others hold comes after all of it in the order of namespace and name.</summary>
    void EndPage()
    {
        // Most stores need not know.
    }

    /// <summary>The list begun last is complete.</summary>
    void EndReplace();

    /// <summary>
    /// The version of the list that is complete now, told right after <see cref="EndReplace"/>. A store that throws here has everything listed again.
    /// </summary>
    /// <param name="resourceVersion">The list's own version: what the watch goes on from.</param>
    void Synchronized(string resourceVersion)
    {
        // Most stores need not know.
    }

    /// <summary>The list begun last broke off: what it held so far is true, what it lacked is not known. Another will begin.</summary>
    void AbortReplace();

    /// <summary>
    /// Called when everything received so far has been handed over. The watch waits for it: a store that takes its time holds the
    /// server's stream back, and nothing piles up in between.
    /// </summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
