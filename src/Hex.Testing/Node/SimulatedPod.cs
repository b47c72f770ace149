namespace Hex.Testing.Node;

/// <summary>A pod of a <see cref="SimulatedNode"/>. Thread safe.</summary>
public sealed class SimulatedPod
{
    private readonly SimulatedNode _node;
    private readonly Dictionary<string, SimulatedContainer> _containers = [];

    internal SimulatedPod(SimulatedNode node, string @namespace, string name, string uid)
    {
        _node = node;
        Namespace = @namespace;
        Name = name;
        Uid = uid;
    }

    /// <summary>The namespace.</summary>
    public string Namespace { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The uid: a GUID, or a hash for a static pod.</summary>
    public string Uid { get; }

    /// <summary>True once it was deleted; nothing can be written any more.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary><c>Root/namespace_name_uid</c>.</summary>
    public string LogDirectory => Path.Combine(_node.Options.Root, $"{Namespace}_{Name}_{Uid}");

    /// <summary>Its containers, in order of creation; a copy.</summary>
    public IReadOnlyList<SimulatedContainer> Containers
    {
        get
        {
            lock (_node.Lock)
                return [.. _containers.Values];
        }
    }

    /// <summary>The container of this name; started, with an empty <c>0.log</c>, at the first call.</summary>
    /// <exception cref="InvalidOperationException">The pod is deleted.</exception>
    public SimulatedContainer Container(string name)
    {
        lock (_node.Lock)
        {
            if (IsDeleted)
                throw new InvalidOperationException($"The pod {Namespace}/{Name} is deleted.");
            if (!_containers.TryGetValue(name, out var container))
                _containers[name] = container = new SimulatedContainer(_node, this, name, _node.NextSeed());
            return container;
        }
    }

    /// <summary>Deletes the pod: its containers end, its whole directory goes.</summary>
    public void Delete()
    {
        lock (_node.Lock)
        {
            if (IsDeleted)
                return;
            foreach (var container in _containers.Values)
                container.Lose();
            IsDeleted = true;
            Directory.Delete(LogDirectory, recursive: true);
            _node.Forget(this);
        }
    }

    internal void Close()
    {
        foreach (var container in _containers.Values)
            container.Close();
    }
}
