namespace Hex.Kubernetes;

internal enum WatchEnd
{
    /// <summary>A list is complete: watch from it.</summary>
    Listed,

    /// <summary>The stream ended as streams do.</summary>
    Closed,

    /// <summary>The server no longer holds the history asked for.</summary>
    Expired,

    /// <summary>A line was no frame.</summary>
    BadFrame,

    /// <summary>No answer, a reset, a stall, or an error in the middle.</summary>
    Broken,

    /// <summary>The server answered with an error.</summary>
    Refused,

    /// <summary>The server does not stream initial lists.</summary>
    CannotStream,
}

/// <summary>How one step of the list/watch machine ended.</summary>
/// <param name="End">Which way.</param>
/// <param name="Lived">How long a watch was open.</param>
/// <param name="Frames">Frames it brought, bookmarks included.</param>
/// <param name="Objects">Changes it brought; the initial state is none.</param>
/// <param name="Status">The server's error.</param>
/// <param name="Cause">In words, for failures.</param>
internal readonly record struct WatchOutcome(
    WatchEnd End, TimeSpan Lived = default, int Frames = 0, int Objects = 0, ApiStatus? Status = null, string? Cause = null)
{
    public static WatchOutcome Refused(ApiStatus status) =>
        new(status.IsExpired ? WatchEnd.Expired : WatchEnd.Refused, Status: status, Cause: status.Describe());
}
