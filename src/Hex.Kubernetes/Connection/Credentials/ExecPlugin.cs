using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hex.Kubernetes;

/// <summary>
/// A credential plugin of a kubeconfig: a program that prints an ExecCredential. Its answer is kept until shortly before it expires,
/// or until the server refuses it.
/// </summary>
internal sealed class ExecPlugin(ExecPluginOptions options, TimeProvider time) : ITokenSource, IClientCertificateSource, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);
    private const int MaxOutput = 1024 * 1024;

    private readonly SemaphoreSlim _once = new(1, 1);
    private ExecCredential? _credential;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken) => (await CredentialAsync(cancellationToken)).Token ?? "";

    async ValueTask<X509Certificate2?> IClientCertificateSource.GetAsync(CancellationToken cancellationToken)
    {
        var credential = await CredentialAsync(cancellationToken);
        try
        {
            return credential.CertificatePem is null ? null : PemCertificate.FromPem(credential.CertificatePem, credential.KeyPem!);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new IOException($"the credential plugin {options.Command} gave a client certificate that cannot be read");
        }
    }

    public void Invalidate() => Volatile.Write(ref _credential, null);

    private async ValueTask<ExecCredential> CredentialAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _credential) is { } cached && IsCurrent(cached))
        {
            return cached;
        }

        await _once.WaitAsync(cancellationToken);
        try
        {
            if (Volatile.Read(ref _credential) is not { } credential || !IsCurrent(credential))
            {
                credential = ExecCredential.Parse(await RunAsync(cancellationToken), options.Command);
                Volatile.Write(ref _credential, credential);
            }

            return credential;
        }
        finally
        {
            _once.Release();
        }
    }

    private bool IsCurrent(ExecCredential credential) =>
        !credential.Expires.IsSet || credential.Expires.ToDateTimeOffset() - Early > time.GetUtcNow();

    private async Task<byte[]> RunAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(options.Command, options.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        // The plugin is told that nobody is there to answer questions.
        start.Environment["KUBERNETES_EXEC_INFO"] =
            $$$"""{"kind":"ExecCredential","apiVersion":"{{{options.ApiVersion}}}","spec":{"interactive":false}}""";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        using var process = Start(start);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await ReadAsync(process.StandardOutput.BaseStream, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            await errors;
            return process.ExitCode == 0
                ? output
                : throw new IOException($"the credential plugin {options.Command} ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"the credential plugin {options.Command} did not end within {Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new IOException($"the credential plugin {options.Command} did not start");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            var hint = options.InstallHint is null ? "" : $"; {options.InstallHint}";
            throw new IOException($"the credential plugin {options.Command} cannot be started: {exception.Message}{hint}", exception);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxOutput];
        var length = await stream.ReadAtLeastAsync(buffer, MaxOutput, throwOnEndOfStream: false, cancellationToken);
        return buffer[..length];
    }

    public void Dispose() => _once.Dispose();
}

/// <summary><c>users[].user.exec</c> of a kubeconfig.</summary>
/// <param name="ApiVersion">client.authentication.k8s.io/v1 or v1beta1.</param>
/// <param name="Command">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables added to ours.</param>
/// <param name="InstallHint">Shown when the program is not there; null for none.</param>
internal sealed record ExecPluginOptions(
    string ApiVersion, string Command, IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment, string? InstallHint);
