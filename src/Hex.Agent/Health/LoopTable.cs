namespace Hex.Agent.Health;

/// <summary>The loops that must turn for as long as the agent runs, by name. Thread-safe.</summary>
internal sealed class LoopTable
{
    private readonly Lock _lock = new();
    private readonly List<(string Name, Task Task)> _loops = [];

    /// <summary>The loops, and whether each still turns.</summary>
    public IReadOnlyList<LoopStatus> Status
    {
        get
        {
            lock (_lock)
            {
                return [.. _loops.Select(loop => new LoopStatus(loop.Name, !loop.Task.IsCompleted, loop.Task.Exception?.InnerException?.Message))];
            }
        }
    }

    /// <summary>True when no loop has ended.</summary>
    public bool AllTurn => Status.All(loop => loop.Turns);

    /// <summary>Watches over a loop from now on.</summary>
    /// <returns>The loop.</returns>
    public Task Add(string name, Task loop)
    {
        lock (_lock)
        {
            _loops.Add((name, loop));
        }

        return loop;
    }
}

/// <summary>A loop of the agent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Turns">False when it has ended.</param>
/// <param name="Failure">What ended it; null when it was no failure.</param>
internal readonly record struct LoopStatus(string Name, bool Turns, string? Failure);
