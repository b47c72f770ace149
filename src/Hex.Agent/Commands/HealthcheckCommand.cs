using System.Net;
using System.Net.Sockets;
using System.Text;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;
using Hex.Agent.Http;

namespace Hex.Agent.Commands;

/// <summary><c>hex-agent healthcheck</c>: asks the agent that runs here, by the address its configuration says, and passes its answer on. For probes by exec.</summary>
internal static class HealthcheckCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(ConfigurationSources sources, TextWriter output, TextWriter errors)
    {
        // The agent may have been told more on its command line than this process was: only the address matters here.
        var read = ConfigurationReader.Read(sources, isWhole: false);
        if (read.Configuration is not { } configuration)
        {
            ProblemList.Write(read.Problems, "error", errors);
            return ExitCodes.Usage;
        }

        var listen = configuration.Get(AgentOptions.HttpListen);
        if (listen.Address is not { } address)
        {
            await errors.WriteLineAsync("http.listen is empty: the agent listens on nothing, so nobody can ask it.");
            return ExitCodes.Usage;
        }

        try
        {
            var answer = await AskAsync(new IPEndPoint(Loopback(address), listen.Port));
            await output.WriteLineAsync(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].TrimEnd());
            return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            await errors.WriteLineAsync($"{listen}: {(exception is SocketException ? exception.Message : $"no answer within {Limit.TotalSeconds} s")}");
            return ExitCodes.Failed;
        }
    }

    private static async Task<string> AskAsync(IPEndPoint server)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, limit.Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {AgentEndpoints.HealthPath} HTTP/1.1\r\nHost: localhost\r\n\r\n"), limit.Token);
        var answer = new byte[8192];
        var length = 0;
        while (length < answer.Length && await socket.ReceiveAsync(answer.AsMemory(length), limit.Token) is > 0 and var read)
        {
            length += read;
        }

        return Encoding.UTF8.GetString(answer, 0, length);
    }

    private static IPAddress Loopback(IPAddress address) =>
        address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Any) ? IPAddress.Loopback : address;
}
