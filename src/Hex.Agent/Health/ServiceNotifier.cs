using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hex.Agent.Health;

/// <summary>
/// Tells systemd how the agent is, by datagrams to NOTIFY_SOCKET (sd_notify(3)): <c>READY=1</c> when it does what it is there for, <c>WATCHDOG=1</c> twice in
/// WATCHDOG_USEC while its loops turn, <c>STOPPING=1</c> when it has begun to end.
/// </summary>
internal sealed class ServiceNotifier : IDisposable
{
    private static readonly TimeSpan UntilReady = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _manager;
    private readonly TimeSpan _period;
    private readonly TimeProvider _time;

    private ServiceNotifier(string address, TimeSpan period, TimeProvider time)
    {
        // @ stands for the zero byte of a name in the abstract namespace.
        _manager = new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address);
        (_period, _time) = (period, time);
    }

    /// <summary>The manager that started this process.</summary>
    /// <param name="environment">The process's variables.</param>
    /// <param name="processId">This process: another's watchdog is none of ours.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Null when there is none that wants to know.</returns>
    public static ServiceNotifier? Find(Func<string, string?> environment, int processId, TimeProvider time)
    {
        if (environment("NOTIFY_SOCKET") is not { Length: > 1 } address || address[0] is not ('/' or '@'))
        {
            return null;
        }

        var isOurs = environment("WATCHDOG_PID") is not { Length: > 0 } watched || watched == processId.ToString(CultureInfo.InvariantCulture);
        var period = isOurs && long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? TimeSpan.FromMicroseconds(limit / 2)
            : Timeout.InfiniteTimeSpan;
        return new ServiceNotifier(address, period, time);
    }

    /// <summary>Tells it until stopped.</summary>
    public async Task RunAsync(Func<StatusSnapshot> status, CancellationToken stop)
    {
        var isReady = false;
        while (!stop.IsCancellationRequested)
        {
            var now = status();
            if (!isReady && now.IsReady)
            {
                isReady = true;
                Tell("READY=1");
            }

            if (isReady && _period != Timeout.InfiniteTimeSpan && now.IsAlive)
            {
                Tell("WATCHDOG=1");
            }

            await Task.Delay(isReady ? _period : UntilReady, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Tell("STOPPING=1");
    }

    public void Dispose() => _socket.Dispose();

    private void Tell(string what)
    {
        try
        {
            _socket.SendTo(Encoding.ASCII.GetBytes(what), _manager);
        }
        catch (SocketException)
        {
            // It is restarting, or gone; nobody else is there to be told.
        }
    }
}
