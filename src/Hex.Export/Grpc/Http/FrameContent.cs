using System.Net;
using System.Net.Http.Headers;

namespace Hex.Export.Grpc.Http;

/// <summary>
/// A request body that is one buffer, written by one call: the handler then cuts it into DATA frames itself, while pieces of 16 KiB cost a fifth to a third more.
/// </summary>
internal sealed class FrameContent : HttpContent
{
    private static readonly MediaTypeHeaderValue GrpcType = new("application/grpc");

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private ReadOnlyMemory<byte> _frame;
    private Task _writing = Task.CompletedTask;
    private bool _released;

    public FrameContent(ReadOnlyMemory<byte> frame)
    {
        _frame = frame;
        Headers.ContentType = GrpcType;
    }

    /// <summary>
    /// Stops a write that goes on after the answer (a server may refuse before it has read everything) and waits for its end; the buffer is free afterwards.
    /// </summary>
    public async ValueTask ReleaseAsync()
    {
        Task writing;
        lock (_lock)
        {
            _released = true;
            writing = _writing;
        }
        if (!writing.IsCompleted)
        {
            await _stop.CancelAsync();
            await writing;
        }
        _frame = default;
        _stop.Dispose();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Announced before it begins: a continuation that runs inside the write must find it.
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_released, this);
            _writing = written.Task;
        }
        return WriteAsync(stream, written, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _frame.Length;
        return true;
    }

    private async Task WriteAsync(Stream stream, TaskCompletionSource written, CancellationToken cancellationToken)
    {
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
            await stream.WriteAsync(_frame, either.Token);
        }
        finally
        {
            written.SetResult();
        }
    }
}
