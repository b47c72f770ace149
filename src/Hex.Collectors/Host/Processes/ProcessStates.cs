namespace Hex.Collectors.Host;

/// <summary>Values of <c>process.state</c> and how many processes are in each.</summary>
internal sealed class ProcessStates
{
    /// <summary>
    /// running, sleeping, stopped and defunct are the conventions'; blocked (uninterruptible, mostly for a disk) and idle (threads of the kernel without work)
    /// are ours, because a sleeping process is healthy and a blocked one may not be.
    /// </summary>
    private static readonly string[] Names = ["running", "sleeping", "blocked", "idle", "stopped", "defunct"];

    private readonly long[] _counts = new long[Names.Length];

    public static int Count => Names.Length;

    public static string NameOf(int state) => Names[state];

    public long this[int state] => _counts[state];

    public void Clear() => Array.Clear(_counts);

    /// <summary>Counts a process by the kernel's letter; letters of old kernels (W, K, P: parked, waking, paging) count as sleeping.</summary>
    public void Add(byte letter) => _counts[letter switch
    {
        (byte)'R' => 0,
        (byte)'D' => 2,
        (byte)'I' => 3,
        (byte)'T' or (byte)'t' => 4,
        (byte)'Z' or (byte)'X' or (byte)'x' => 5,
        _ => 1,
    }]++;
}
