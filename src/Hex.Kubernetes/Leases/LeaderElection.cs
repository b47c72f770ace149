using Microsoft.Extensions.Logging;

namespace Hex.Kubernetes;

/// <summary>
/// Contends for a lease, for ever: standby, leader, standby again. A lease is no fence by itself; <see cref="Leadership.IsHeld"/> before
/// each step, and <see cref="Leadership.Epoch"/> with each request, make it one as far as can be.
/// </summary>
public sealed partial class LeaderElection
{
    // Standbys that hear of a release ask for the lease within this time, so that thousands do not ask together.
    private static readonly TimeSpan ReleaseSpread = TimeSpan.FromSeconds(1);

    // What is judged at the very moment it expires may still be too young by a tick.
    private static readonly TimeSpan Past = TimeSpan.FromMilliseconds(50);

    private readonly LeaderElectionOptions _options;
    private readonly LeaseClient _leases;
    private readonly LeaseReleases _releases;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly LeaseObservation _observation;
    private readonly LeaseRenewal _renewal;
    private Leadership? _current;
    private string? _reported;

    /// <summary>Prepares to contend; nothing is asked before <see cref="RunAsync"/>.</summary>
    /// <exception cref="ArgumentException">The options are incomplete, or their durations do not fit.</exception>
    public LeaderElection(KubernetesClient client, LeaderElectionOptions options)
        : this(client, options, Random.Shared)
    {
    }

    internal LeaderElection(KubernetesClient client, LeaderElectionOptions options, Random random)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_options, _time, _random) = (options, client.Time, random);
        _leases = new LeaseClient(client, options.Namespace, new Projections(MetadataSelection.State, 16));
        _releases = new LeaseReleases(client, options);
        _logger = client.Loggers.CreateLogger<LeaderElection>();
        _observation = new LeaseObservation(_time);
        _renewal = new LeaseRenewal(_leases, options, _time);
    }

    /// <summary>The term we lead in; null while another does. A term that has run out may be here for a moment: ask it.</summary>
    public Leadership? Current => Volatile.Read(ref _current);

    /// <summary>Who held the lease when it was last read; empty when nobody did.</summary>
    public string Holder { get; private set; } = "";

    /// <summary>Contends until it is cancelled, and then gives the lease back.</summary>
    /// <param name="lead">
    /// Does a leader's work for one term and ends soon after the term does (<see cref="Leadership.Ended"/>). An exception ends the term,
    /// is logged, and the contest goes on.
    /// </param>
    /// <param name="cancellationToken">Ends the contest.</param>
    public async Task RunAsync(Func<Leadership, Task> lead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lead);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listening = _releases.RunAsync(ending.Token);
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                _releases.Forget();
                await WaitAsync(await ContendAsync(lead, cancellationToken), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The contest is over.
        }
        finally
        {
            End(ending);
            await listening;
        }
    }

    /// <summary>Reads the lease, leads if it can be had, and says how long to wait before the next time.</summary>
    private async Task<TimeSpan> ContendAsync(Func<Leadership, Task> lead, CancellationToken cancellationToken)
    {
        try
        {
            var requestedAt = _time.GetTimestamp();
            var lease = await TryAcquireAsync(cancellationToken);
            _reported = null;
            if (lease is null)
            {
                return StandbyWait();
            }

            await LeadAsync(lead, lease, requestedAt, cancellationToken);

            // Whatever ended the term may end the next at once.
            return _options.RetryPeriod * (1 + _random.NextDouble());
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Supervised: no answer of the server ends the contest.
            if (_reported != exception.Message)
            {
                _reported = exception.Message;
                Log.Failed(_logger, _options.Namespace, _options.LeaseName, exception.Message);
            }

            return StandbyWait();
        }
    }

    // A leader that dies right after a read is found unchanged at the next, and that next one comes early enough to take over within twice the duration of the lease.
    private TimeSpan StandbyWait()
    {
        var wait = _options.LeaseDuration - (_options.StandbyJitter * (0.5 + (0.5 * _random.NextDouble())));
        var left = _observation.Left(_options.LeaseDuration);
        return left > TimeSpan.Zero && left + Past < wait ? left + Past : wait;
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var released = _releases.NextAsync();
        var ended = await Task.WhenAny(Task.Delay(wait, _time, over.Token), released);
        End(over);
        cancellationToken.ThrowIfCancellationRequested();
        if (ended == released)
        {
            await Task.Delay(ReleaseSpread * _random.NextDouble(), _time, cancellationToken);
        }
    }

    /// <summary>Reads the lease once, and takes it when it is free.</summary>
    private async Task<Lease?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.RenewDeadline, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var lease = await _leases.GetAsync(_options.LeaseName, isCheap: true, linked.Token);
        var now = _time.GetUtcNow();
        var spec = new LeaseSpec(_options.Identity, (int)_options.LeaseDuration.TotalSeconds, _observation.Epoch + 1, now, now);
        try
        {
            if (lease is null)
            {
                return await _leases.CreateAsync(
                    _options.LeaseName, spec, _options.Owner, new Dictionary<string, string>(), new Dictionary<string, string>(), linked.Token);
            }

            _observation.See(lease);
            Holder = lease.Holder;
            if (lease.Holder.Length > 0 && lease.Holder != _options.Identity && !_observation.HasExpired(_options.LeaseDuration))
            {
                return null;
            }

            // The version makes sure that what was judged is what is replaced, however old the server's answer was.
            spec = spec with { Transitions = _observation.Epoch + 1 };
            return await _leases.PatchAsync(_options.LeaseName, lease.ResourceVersion, spec, new Dictionary<string, string>(), linked.Token);
        }
        catch (KubernetesApiException refusal) when (refusal.StatusCode == 409 || (refusal.StatusCode == 404 && lease is not null))
        {
            // A 404 to a create is another thing: the namespace does not exist, and somebody has to be told.
            // Another was quicker, or the answer was old: look again next time.
            return null;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {_options.RenewDeadline}", exception);
        }
    }

    private async Task LeadAsync(Func<Leadership, Task> lead, Lease lease, long requestedAt, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var state = new LeaseState(lease);
        var leadership = new Leadership(lease.Transitions, state, _time, _options.RenewDeadline, requestedAt, ended.Token);
        _observation.See(lease);
        Holder = _options.Identity;
        Volatile.Write(ref _current, leadership);
        Log.Acquired(_logger, _options.Namespace, _options.LeaseName, lease.Transitions);
        var work = WorkAsync(lead, leadership, ended);
        string end;
        try
        {
            end = await _renewal.KeepAsync(lease, leadership, state, ended.Token);
        }
        finally
        {
            Volatile.Write(ref _current, null);
            End(ended);
            state.Close();
        }

        Log.Lost(_logger, _options.Namespace, _options.LeaseName, lease.Transitions, end);
        await work;
        if (_renewal.Last is { } held)
        {
            await ReleaseAsync(held, isForGood: cancellationToken.IsCancellationRequested);
        }
    }

    private async Task WorkAsync(Func<Leadership, Task> lead, Leadership leadership, CancellationTokenSource ended)
    {
        try
        {
            await lead(leadership);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // How a term is meant to end.
        }
        catch (Exception exception)
        {
            Log.WorkFailed(_logger, exception, _options.Namespace, _options.LeaseName);
        }
        finally
        {
            End(ended);
        }
    }

    // At once, on this thread: when a term is over, nothing of it may be started any more.
    private static void End(CancellationTokenSource what) => what.Cancel();

    // Only what we still hold is given back: the version says so.
    private async Task ReleaseAsync(Lease held, bool isForGood)
    {
        using var limit = new CancellationTokenSource(_options.RetryPeriod, _time);
        try
        {
            var now = _time.GetUtcNow();
            var spec = new LeaseSpec("", 1, held.Transitions, held.Acquired.ToDateTimeOffset(), now);
            await _leases.PatchAsync(_options.LeaseName, held.ResourceVersion, spec, new Dictionary<string, string>(), limit.Token);
            Holder = "";
            if (isForGood)
            {
                // Work that failed here may fail elsewhere: then the lease goes round slowly.
                await _releases.TellAsync(spec with { Holder = _options.Identity }, limit.Token);
            }
        }
        catch (Exception exception) when (exception is KubernetesApiException or HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            // It runs out by itself.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1320, LogLevel.Information, "Leading: lease {Namespace}/{Lease}, epoch {Epoch}")]
        public static partial void Acquired(ILogger logger, string @namespace, string lease, int epoch);

        [LoggerMessage(1321, LogLevel.Information, "No longer leading: lease {Namespace}/{Lease}, epoch {Epoch}: {Reason}")]
        public static partial void Lost(ILogger logger, string @namespace, string lease, int epoch, string reason);

        [LoggerMessage(1322, LogLevel.Warning, "Lease {Namespace}/{Lease}: {Cause}; it goes on trying")]
        public static partial void Failed(ILogger logger, string @namespace, string lease, string cause);

        [LoggerMessage(1323, LogLevel.Error, "The leader's work failed; lease {Namespace}/{Lease} is given back")]
        public static partial void WorkFailed(ILogger logger, Exception exception, string @namespace, string lease);
    }
}
