using Hex.Deploy.Tests.Processes;

namespace Hex.Deploy.Tests.Proxies;

/// <summary>Debian's squid, on a port of 127.0.0.1, with a hosts file of its own and on request a password.</summary>
internal static class Squid
{
    /// <summary>A name that only the proxy can resolve: who reaches it went through the proxy.</summary>
    public const string Host = "ingest.hex.test";

    private static string? Program => new[] { "/usr/sbin/squid", "/usr/local/sbin/squid" }.FirstOrDefault(File.Exists);

    /// <summary>Starts it; skips the test when there is none.</summary>
    public static async Task<(Daemon Daemon, int Port)> StartAsync(string? password = null)
    {
        Assert.SkipWhen(Program is null, "needs squid of Debian");
        var folder = Directory.CreateTempSubdirectory("hex-squid-").FullName;
        // Started by root it goes on as another user.
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        var port = Daemon.FreePort();
        var check = Path.Combine(folder, "check");
        await File.WriteAllTextAsync(check, $"#!/bin/sh\nwhile read -r user password; do [ \"$user $password\" = 'agent {password}' ] && echo OK || echo ERR; done\n");
        File.SetUnixFileMode(check, (UnixFileMode)0b111_101_101);
        await File.WriteAllTextAsync(Path.Combine(folder, "hosts"), $"127.0.0.1 {Host}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "squid.conf"), $"""
            http_port 127.0.0.1:{port}
            {(password is null ? "" : $"auth_param basic program {check}\nauth_param basic children 1\nacl known proxy_auth REQUIRED\nhttp_access deny !known")}
            http_access allow all
            hosts_file {folder}/hosts
            cache deny all
            pid_filename none
            netdb_filename none
            access_log stdio:{folder}/access.log
            cache_log {folder}/cache.log
            coredump_dir {folder}
            max_filedescriptors 1024
            shutdown_lifetime 0 seconds

            """);
        return (await Daemon.StartAsync(Program, folder, port, "-N", "-f", Path.Combine(folder, "squid.conf")), port);
    }

    /// <summary>What was asked of it; written when a connection ends.</summary>
    public static async Task<string> AccessLogAsync(Daemon squid, string wanted)
    {
        var path = Path.Combine(squid.Folder, "access.log");
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (File.Exists(path) && await File.ReadAllTextAsync(path) is var text && text.Contains(wanted, StringComparison.Ordinal))
                return text;
            await Task.Delay(100);
        }

        return File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
    }
}
