using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Quickstart.Running;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Options
{
    public const string Usage = """
        usage: Quickstart [--port N] [--kubeconfig PATH] [--logs PATH] [--endpoint host:port [--insecure] [--api-key-file PATH]] [--check]

          --port N             the page's port on 127.0.0.1; default 8080
          --kubeconfig PATH    watch this cluster instead of the simulated one; nothing is changed in it
          --logs PATH          read these files, laid out as /var/log/pods, instead of simulated ones; from now on, not what is in them already
          --endpoint host:port send to this OTLP backend by gRPC; the page then has nothing to show. TLS, unless --insecure
          --api-key-file PATH  a file with the API key of that backend
          --check              tell the story once, fast, without anybody looking; exit code 0 if the page was right all along
        """;

    private const int DefaultPort = 8080;

    private readonly int? _port;

    /// <summary>The page's port; 0 is any that is free, as for a check, which nobody looks at.</summary>
    public int Port
    {
        get => _port ?? (Check ? 0 : DefaultPort);
        private init => _port = value;
    }

    public string? Kubeconfig { get; private init; }

    public string? Logs { get; private init; }

    public string? Endpoint { get; private init; }

    public bool Insecure { get; private init; }

    public string? ApiKeyFile { get; private init; }

    public bool Check { get; private init; }

    public bool Help { get; private init; }

    /// <summary>Whether there is a simulated cluster, and so a story.</summary>
    public bool IsSimulated => Kubeconfig is null && Logs is null;

    public static bool TryParse(ReadOnlySpan<string> args, [NotNullWhen(true)] out Options? options, [NotNullWhen(false)] out string? problem)
    {
        (options, problem) = (null, null);
        var parsed = new Options();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            var takesValue = name is "--port" or "--kubeconfig" or "--logs" or "--endpoint" or "--api-key-file";
            var value = takesValue && i + 1 < args.Length ? args[++i] : null;
            if (takesValue && value is null)
            {
                problem = $"{name} needs a value";
                return false;
            }

            switch (name)
            {
                case "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue:
                    parsed = parsed with { Port = port };
                    break;
                case "--port":
                    problem = $"--port {value} is no port: give a number up to {ushort.MaxValue}, or 0 for any free one";
                    return false;
                case "--kubeconfig":
                    parsed = parsed with { Kubeconfig = value };
                    break;
                case "--logs":
                    parsed = parsed with { Logs = value };
                    break;
                case "--endpoint":
                    parsed = parsed with { Endpoint = value };
                    break;
                case "--api-key-file":
                    parsed = parsed with { ApiKeyFile = value };
                    break;
                case "--insecure":
                    parsed = parsed with { Insecure = true };
                    break;
                case "--check":
                    parsed = parsed with { Check = true };
                    break;
                case "--help" or "-h":
                    parsed = parsed with { Help = true };
                    break;
                default:
                    problem = $"'{name}' is no option";
                    return false;
            }
        }

        problem = parsed.Problem();
        options = problem is null ? parsed : null;
        return problem is null;
    }

    private string? Problem() => this switch
    {
        { Check: true, IsSimulated: false } or { Check: true, Endpoint: not null } =>
            "--check tells the story of the simulated cluster: it goes with neither --kubeconfig, --logs nor --endpoint",
        { Endpoint: null, Insecure: true } or { Endpoint: null, ApiKeyFile: not null } => "--insecure and --api-key-file belong to --endpoint",
        { Kubeconfig: { } path } when !File.Exists(path) => $"--kubeconfig {path}: there is no such file",
        { Logs: { } path } when !Directory.Exists(path) => $"--logs {path}: there is no such folder",
        { ApiKeyFile: { } path } when !File.Exists(path) => $"--api-key-file {path}: there is no such file",
        _ => null,
    };
}
