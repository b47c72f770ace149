using Hex.Agent.Composition;
using Hex.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hex.Agent.Tests.Composition;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("hex-state-").FullName;

    [Fact]
    public void Second_agent_is_refused_while_the_first_lives()
    {
        using (var first = StateDirectory.Open(_path, NullLoggerFactory.Instance))
        {
            var refused = Assert.Throws<StateInUseException>(() => StateDirectory.Open(_path, NullLoggerFactory.Instance));
            Assert.Contains(_path, refused.Message, StringComparison.Ordinal);
        }

        using var second = StateDirectory.Open(_path, NullLoggerFactory.Instance);
    }

    [Fact]
    public async Task Directory_that_cannot_be_made_is_no_failure_until_something_is_written()
    {
        File.WriteAllText(Path.Combine(_path, "file"), "");
        using var state = StateDirectory.Open(Path.Combine(_path, "file", "state"), NullLoggerFactory.Instance);
        await Assert.ThrowsAnyAsync<IOException>(async () => await state.WriteAsync("positions", new byte[1], TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
