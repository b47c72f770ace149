using System.Text.Json;

namespace Hex.Kubernetes;

/// <summary>Reads an answer that is one object.</summary>
internal static class ResponseReader
{
    /// <summary>Reads the whole body and projects it.</summary>
    /// <exception cref="InvalidDataException">It is not that kind of object, or too large.</exception>
    public static async Task<T> ReadAsync<T>(Stream body, ResourceProjector<T> projector, string action, CancellationToken cancellationToken)
        where T : class
    {
        using var buffer = new FrameBuffer(body);
        while (await buffer.FillAsync(cancellationToken))
        {
            if (buffer.Unread.Length > FrameBuffer.MaxObjectLength)
            {
                throw new InvalidDataException($"cannot {action}: the answer is longer than {FrameBuffer.MaxObjectLength} bytes");
            }
        }

        try
        {
            return projector(buffer.Unread) ?? throw new InvalidDataException($"cannot {action}: the answer has no name and UID");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"cannot {action}: the answer is no JSON", exception);
        }
    }
}
