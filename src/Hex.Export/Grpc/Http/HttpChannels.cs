using Hex.Export.Grpc.Tls;
using Microsoft.Extensions.Logging;

namespace Hex.Export.Grpc.Http;

/// <summary>Hands out the current channel and makes a new one when certificate files change or the connection was given up.</summary>
internal sealed partial class HttpChannels(GrpcTransportOptions options, TransportSettings settings, TimeProvider time, Func<double> jitter, ILogger logger) : IDisposable
{
    /// <summary>Certificates change rarely and a directory of them is not free to look at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private HttpChannel? _current;
    private TlsMaterial? _material;
    private long _lookedAt;
    private bool _keeping, _disposed;
    private FileStamps? _refused;

    /// <summary>The channel for one call, to be disposed when the call has ended; null with what is wrong with the certificates.</summary>
    public HttpChannel? Enter(out string? error)
    {
        error = null;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is null || (settings.Endpoint.IsTls && time.GetElapsedTime(_lookedAt) >= Interval))
            {
                _lookedAt = time.GetTimestamp();
                error = Look();
            }
            _current?.Enter();
            return _current;
        }
    }

    /// <summary>Gives a channel up: later calls get a new connection, running ones may end on theirs.</summary>
    public void Discard(HttpChannel channel)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(channel, _current))
                return;
            _current = null;
        }
        // One that never answered says nothing new: the timeouts were told already.
        if (channel.HasAnswered)
            Log.ConnectionGivenUp(logger, settings.Endpoint.Authority);
        channel.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _current?.Dispose();
            _current = null;
        }
    }

    private string? Look()
    {
        if (settings.Endpoint.IsTls && Refresh() is { } error)
            return error;
        _current ??= new HttpChannel(options, settings, _material, time, jitter());
        return null;
    }

    private string? Refresh()
    {
        if (_material is not null)
        {
            var stamps = TlsMaterial.StampsOf(options.Tls);
            if (stamps.SameAs(_material.Stamps) || (_refused is not null && stamps.SameAs(_refused)))
                return null;
            _refused = stamps;
        }
        var loaded = TlsMaterial.Load(options.Tls, out var error);
        if (loaded is null && _material is null)
            return error;
        if (loaded is null)
        {
            if (!_keeping)
                Log.CertificatesKept(logger, error!);
            _keeping = true;
            return null;
        }
        if (_material is not null)
            Log.CertificatesReloaded(logger);
        (_material, _keeping, _refused) = (loaded, false, null);
        _current?.Dispose();
        _current = null;
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1202, LogLevel.Warning, "{Problem}; the certificates read before stay in use")]
        public static partial void CertificatesKept(ILogger logger, string problem);

        [LoggerMessage(1203, LogLevel.Information, "Certificate files changed: connecting anew with them")]
        public static partial void CertificatesReloaded(ILogger logger);

        [LoggerMessage(1204, LogLevel.Warning, "Nothing came from {Endpoint} during two timeouts: giving this connection up")]
        public static partial void ConnectionGivenUp(ILogger logger, string endpoint);
    }
}
