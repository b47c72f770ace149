using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Hex.Agent.EndToEnd.Agents;

/// <summary>A running agent: a real process. Disposing it kills it if it still runs.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _errors = [];
    private readonly StringBuilder _output = new();
    private bool _isDisposed;

    private AgentProcess(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        // A core file or a diagnostic socket of a killed agent is of no use here.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // Knobs of these tests are none of the agent's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HEX_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => Take(line.Data, text => _errors.Add(text));
        _process.OutputDataReceived += (_, line) => Take(line.Data, text => _output.AppendLine(text));
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The lines of its standard error so far.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors)
                return [.. _errors];
        }
    }

    /// <summary>Its standard output so far.</summary>
    public string Output
    {
        get
        {
            lock (_errors)
                return _output.ToString();
        }
    }

    /// <summary>The most resident bytes it ever had; 0 when it has ended.</summary>
    public long PeakBytes
    {
        get
        {
            try
            {
                var line = File.ReadLines($"/proc/{Id}/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
                return line is null ? 0 : 1024 * long.Parse(line.AsSpan(6).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }

    /// <summary>Starts <c>hex-agent run</c>.</summary>
    public static AgentProcess Run(AgentSettings settings, params (string Name, string Value)[] environment) => Run(settings, [], environment);

    /// <summary>Starts <c>hex-agent run --once</c>.</summary>
    public static AgentProcess Once(AgentSettings settings, params (string Name, string Value)[] environment) => Run(settings, ["--once"], environment);

    /// <summary>Starts another command with the same configuration, such as <c>hex-agent reachability</c>.</summary>
    public static AgentProcess Command(string name, AgentSettings settings, params (string Name, string Value)[] environment) => Start([name, .. settings.Arguments], environment);

    /// <summary>Starts <c>hex-agent run --once</c> as a user that is not root (nobody: 65534).</summary>
    public static AgentProcess OnceUnprivileged(AgentSettings settings) => new(new ProcessStartInfo(
        "setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", AgentProgram.Path, "run", "--once", .. settings.Arguments]));

    /// <summary>Waits for its end and all that it wrote.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? limit = null)
    {
        using var late = new CancellationTokenSource(limit ?? ExitLimit);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException waited)
        {
            throw new TimeoutException($"hex-agent did not end within {limit ?? ExitLimit}. It wrote:\n{string.Join('\n', Errors)}", waited);
        }

        return _process.ExitCode;
    }

    /// <summary>SIGTERM, as Kubernetes stops it.</summary>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        return await WaitForExitAsync();
    }

    /// <summary>A signal by its name, such as STOP and CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL: no chance to write anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>How many of its warnings and errors hold all these words, whatever their case.</summary>
    public int CountErrors(params string[] words) =>
        Errors.Count(line => !line.Contains("\"level\":\"info\"", StringComparison.Ordinal) && words.All(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Waits until it has written a line with this text, of any level.</summary>
    public async Task WaitForLineAsync(string text, TimeSpan? limit = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!Errors.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            if (TimeProvider.System.GetElapsedTime(started) > (limit ?? TimeSpan.FromSeconds(30)))
                throw new TimeoutException($"hex-agent did not say {text}. It wrote:\n{string.Join('\n', Errors)}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until it listens for HTTP, and says where.</summary>
    public async Task<Uri> WaitForHttpAsync()
    {
        const string told = "HTTP on ";
        await WaitForLineAsync(told);
        return new Uri($"http://{Errors.First(line => line.Contains(told, StringComparison.Ordinal)).Split(told)[1].Split('"')[0]}");
    }

    /// <summary>Waits until it has written an error line with all these words.</summary>
    public async Task WaitForErrorAsync(string[] words, TimeSpan? limit = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (CountErrors(words) == 0)
        {
            if (TimeProvider.System.GetElapsedTime(started) > (limit ?? TimeSpan.FromSeconds(30)))
                throw new TimeoutException($"hex-agent did not say {string.Join(" … ", words)}. It wrote:\n{string.Join('\n', Errors)}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static AgentProcess Run(AgentSettings settings, string[] more, (string Name, string Value)[] environment) =>
        Start(["run", .. settings.Arguments, .. more], environment);

    private static AgentProcess Start(string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(AgentProgram.Path, arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new AgentProcess(start);
    }

    private void Take(string? line, Action<string> take)
    {
        if (line is null)
            return;
        lock (_errors)
            take(line);
    }
}
