namespace Hex.Testing.Cluster;

/// <summary>
/// Scripts what goes wrong, per verb and resource. The oldest fault that fits a request decides; each request meets at most one.
/// Verbs are those of <see cref="ClusterRequest.Verb"/>, resources the qualified names; <c>*</c> fits all. Thread-safe.
/// </summary>
public sealed class ClusterFaults
{
    private readonly Lock _lock = new();
    private readonly List<Script> _scripts = [];

    internal ClusterFaults()
    {
    }

    /// <summary>The next so many fitting requests fail; after them, or when the result is disposed, all is well again.</summary>
    public FaultScript Next(int count, string verb, string resource, ApiFault fault) => Add(count, Fits(verb, resource), fault);

    /// <summary>Fitting requests fail until the result is disposed.</summary>
    public FaultScript During(string verb, string resource, ApiFault fault) => Add(int.MaxValue, Fits(verb, resource), fault);

    /// <summary>The next so many requests for which a condition holds fail; <see cref="int.MaxValue"/> for all.</summary>
    public FaultScript When(Func<ClusterRequest, bool> condition, ApiFault fault, int count = int.MaxValue) => Add(count, condition, fault);

    /// <summary>Ends all scripts.</summary>
    public void Clear()
    {
        lock (_lock)
            _scripts.Clear();
    }

    internal ApiFault? Take(ClusterRequest request)
    {
        lock (_lock)
        {
            foreach (var script in _scripts)
            {
                if (!script.Fits(request))
                    continue;
                script.Met();
                if (script.Left == 0)
                    _scripts.Remove(script);
                return script.Fault;
            }

            return null;
        }
    }

    private static Func<ClusterRequest, bool> Fits(string verb, string resource) => request =>
        (verb == "*" || request.Verb == verb) && (resource == "*" || request.QualifiedResource == resource);

    private Script Add(int count, Func<ClusterRequest, bool> fits, ApiFault fault)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var script = new Script(this, count, fits, fault);
        lock (_lock)
            _scripts.Add(script);
        return script;
    }

    private sealed class Script(ClusterFaults owner, int count, Func<ClusterRequest, bool> fits, ApiFault fault) : FaultScript
    {
        public ApiFault Fault { get; } = fault;

        public int Left { get; private set; } = count;

        public Func<ClusterRequest, bool> Fits { get; } = fits;

        public void Met()
        {
            Times++;
            if (Left < int.MaxValue)
                Left--;
        }

        public override void Dispose()
        {
            lock (owner._lock)
                owner._scripts.Remove(this);
        }
    }
}

/// <summary>A fault that was scripted; dispose it to end it.</summary>
public abstract class FaultScript : IDisposable
{
    private protected FaultScript()
    {
    }

    /// <summary>Requests that met it so far.</summary>
    public int Times { get; private protected set; }

    /// <summary>Ends the script; what is running goes on.</summary>
    public abstract void Dispose();
}
