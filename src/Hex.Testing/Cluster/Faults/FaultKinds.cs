namespace Hex.Testing.Cluster.Faults;

/// <summary>An answer instead of the true one.</summary>
internal sealed class AnswerFault(int code, string contentType, byte[] body, int? retryAfterSeconds) : ApiFault
{
    public int Code { get; } = code;

    public string ContentType { get; } = contentType;

    public byte[] Body { get; } = body;

    public int? RetryAfterSeconds { get; } = retryAfterSeconds;
}

/// <summary>No answer, the stream is cut.</summary>
internal sealed class ResetFault : ApiFault;

/// <summary>The true answer with a body that is shaped on its way.</summary>
internal sealed class BodyFault(BodyShape shape) : ApiFault
{
    public BodyShape Shape { get; } = shape;
}

/// <summary>The true answer, later.</summary>
internal sealed class DelayFault(TimeSpan time) : ApiFault
{
    public TimeSpan Time { get; } = time;
}

/// <summary>Headers and nothing more.</summary>
internal sealed class HangFault : ApiFault;

/// <summary>The true answer, and the connection is to be left.</summary>
internal sealed class GoAwayFault : ApiFault;

/// <summary>What happens to a body on its way.</summary>
internal sealed record BodyShape
{
    /// <summary>Where it ends; null for nowhere.</summary>
    public long? Bytes { get; init; }

    /// <summary>After how many lines it ends; null for none.</summary>
    public int? Lines { get; init; }

    /// <summary>Whether the end is a cut.</summary>
    public bool Reset { get; init; }

    public byte[] Prefix { get; init; } = [];

    /// <summary>Bytes per write; null to leave writes as they are.</summary>
    public int? Piece { get; init; }

    public TimeSpan Pause { get; init; }
}
