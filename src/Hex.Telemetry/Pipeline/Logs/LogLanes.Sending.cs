namespace Hex.Telemetry;

/// <content>The senders: one per busy lane, on the thread pool.</content>
internal sealed partial class LogLanes
{
    /// <summary>Not even the parts without records are settled: what came before them on the lane may not be.</summary>
    private const int NotSent = -1;

    /// <summary>Sends everything encoded; completes when all lanes are empty.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; sending goes on.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            List<LogLoad>? failed = null;
            Task? busy = null;
            lock (_lock)
            {
                _flushing = true;
                foreach (var lane in _lanes)
                {
                    if (!lane.Busy && lane.Building is { } load)
                    {
                        if (_closed)
                        {
                            lane.Building = null;
                            (failed ??= []).Add(load);
                        }
                        else
                        {
                            Start(lane);
                        }
                    }

                    busy = lane.Busy ? WhenFreed() : busy;
                }
            }

            failed?.ForEach(load => End(load, NotSent));
            if (busy is null)
            {
                return;
            }

            await busy.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends what is on its way; what is not settled goes back to the source.</summary>
    public async Task AbortAsync()
    {
        lock (_lock)
        {
            _closed = true;
        }

        await _abort.CancelAsync();
        await FlushAsync(CancellationToken.None);
    }

    /// <summary>Under the lock.</summary>
    private void Start(LogLane lane)
    {
        if (!_closed)
        {
            lane.Depart();
            lane.Busy = true;
            _ = Task.Run(() => SendAsync(lane));
        }
    }

    private async Task SendAsync(LogLane lane)
    {
        while (true)
        {
            var load = lane.InFlight!;
            var settled = await DeliverAsync(load);
            End(load, settled);

            LogLoad? failed;
            lock (_lock)
            {
                lane.InFlight = null;
                if (!_closed && IsDue(lane))
                {
                    lane.Depart();
                    Freed();
                    continue;
                }

                failed = _closed ? lane.Building : null;
                lane.Building = _closed ? null : lane.Building;
                if (failed is null)
                {
                    Rest(lane);
                    return;
                }
            }

            // What follows an unsettled record on its lane must not overtake it.
            End(failed, NotSent);
            lock (_lock)
            {
                Rest(lane);
                return;
            }
        }
    }

    private void Rest(LogLane lane)
    {
        lane.Busy = false;
        SendLingering();
        Freed();
    }

    private void Freed()
    {
        _freed?.TrySetResult();
        _freed = null;
    }

    /// <summary>Delivers; returns how many records, from the first on, are settled.</summary>
    private async Task<int> DeliverAsync(LogLoad load)
    {
        if (load.Broken || load.Request.Count == 0)
        {
            return load.Broken ? NotSent : 0;
        }

        try
        {
            var outcome = await _context.Delivery.DeliverAsync(load.Request, _gate, _abort.Token);
            _counts.Add(outcome);
            if (outcome.End == DeliveryEnd.Abandoned)
            {
                Close(null);
            }

            return outcome.Settled;
        }
        catch (Exception thrown)
        {
            // Steps do not throw; should one, its records go back and the run is started anew.
            Log.SendFailed(_context.Logger, _context.Exporter.Name, thrown);
            Close(thrown);
            return 0;
        }
    }

    private void Close(Exception? thrown)
    {
        lock (_lock)
        {
            _closed = true;
        }

        _onClosed(thrown);
    }

    /// <summary>Ends a request: its batches are acknowledged as far as it is settled, the buffers given back.</summary>
    private void End(LogLoad load, int settled)
    {
        var position = 0;
        foreach (var part in load.Parts)
        {
            position += part.Count;
            if (position > settled)
            {
                part.Entry.Fail();
            }

            Release(part.Entry);
        }

        load.Release(_context.Budget);
    }
}
