using Hex.Export.Grpc.Http;

namespace Hex.Export.Tests.Grpc;

public class FrameContentTests
{
    [Fact]
    public async Task Frame_is_written_by_one_call()
    {
        var content = new FrameContent(new byte[1_000_000]);
        using var stream = new RecordingStream();
        Assert.Equal("application/grpc", content.Headers.ContentType!.ToString());
        Assert.Equal(1_000_000, content.Headers.ContentLength);
        await content.CopyToAsync(stream, TestContext.Current.CancellationToken);
        await content.ReleaseAsync();
        Assert.Equal([1_000_000], stream.Writes);
    }

    [Fact]
    public async Task Release_stops_a_write_and_waits_for_its_end()
    {
        var content = new FrameContent(new byte[10]);
        using var stream = new RecordingStream { Blocks = true };
        var copying = content.CopyToAsync(stream, CancellationToken.None);
        await content.ReleaseAsync();
        Assert.True(stream.Ended);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying);
    }

    [Fact]
    public async Task Nothing_is_written_after_the_release()
    {
        var content = new FrameContent(new byte[10]);
        await content.ReleaseAsync();
        using var stream = new RecordingStream();
        await Assert.ThrowsAnyAsync<Exception>(() => content.CopyToAsync(stream, CancellationToken.None));
        Assert.Empty(stream.Writes);
    }

    private sealed class RecordingStream : MemoryStream
    {
        public List<int> Writes { get; } = [];

        public bool Blocks { get; init; }

        public bool Ended { get; private set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(buffer.Length);
            try
            {
                if (Blocks)
                    await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                Ended = true;
            }
        }
    }
}
