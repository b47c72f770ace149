using System.Globalization;
using System.Text;

namespace Hex.Testing.Node;

/// <summary>What <see cref="DeliveryCheck"/> found. Lists hold the first 20 cases each.</summary>
public sealed class DeliveryReport
{
    private const int Listed = 20;
    private readonly List<string> _cases = [];
    private readonly Dictionary<string, int> _listed = [];

    /// <summary>Records written.</summary>
    public long Written { get; internal set; }

    /// <summary>Records received, repeats included.</summary>
    public long Received { get; internal set; }

    /// <summary>Written records that arrived at least once, whole.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Records received again with a <c>log.record.uid</c> that had come before; a receiver that de-duplicates drops them.</summary>
    public long Repeated { get; internal set; }

    /// <summary>Records that came again with another <c>log.record.uid</c> or none, which no de-duplication can find.</summary>
    public long RepeatedUnderAnotherUid { get; internal set; }

    /// <summary>Written, still on the disk, and not delivered.</summary>
    public long Lost { get; internal set; }

    /// <summary>Written and not delivered, but the file that held it was deleted or truncated.</summary>
    public long GoneWithTheirFile { get; internal set; }

    /// <summary>Arrived with another content than written: parts broken, merged, cut.</summary>
    public long Broken { get; internal set; }

    /// <summary>Arrived, but nothing like it was written: pieces of broken records, malformed lines.</summary>
    public long Unexpected { get; internal set; }

    /// <summary>Arrived (the first time) after a later record of its stream.</summary>
    public long OutOfOrder { get; internal set; }

    /// <summary>Arrived under another pod, container or stream than its own.</summary>
    public long Misattributed { get; internal set; }

    /// <summary>Delivered records that the runtime had cut in parts.</summary>
    public long Joined { get; internal set; }

    /// <summary>True if every record that could be is delivered once after de-duplication, whole, in order, and nothing else.</summary>
    public bool IsExact => Lost + RepeatedUnderAnotherUid + Broken + Unexpected + OutOfOrder + Misattributed == 0;

    /// <summary>The first cases of each kind, as readable text.</summary>
    public IReadOnlyList<string> Cases => _cases;

    /// <summary>Throws unless <see cref="IsExact"/>.</summary>
    /// <exception cref="DeliveryException">It is not; the message is the report.</exception>
    public void ThrowIfNotExact()
    {
        if (!IsExact)
            throw new DeliveryException(ToString());
    }

    /// <summary>The report to read.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"written {Written}, received {Received}, delivered {Delivered} ({Joined} joined), repeated {Repeated}, ");
        text.Append(CultureInfo.InvariantCulture, $"lost {Lost}, gone with their file {GoneWithTheirFile}, broken {Broken}, unexpected {Unexpected}, ");
        text.Append(CultureInfo.InvariantCulture, $"out of order {OutOfOrder}, misattributed {Misattributed}, repeated under another uid {RepeatedUnderAnotherUid}");
        foreach (var line in _cases)
            text.Append("\n  ").Append(line);
        return text.ToString();
    }

    internal void Note(string kind, Func<string> describe)
    {
        var listed = _listed.GetValueOrDefault(kind);
        _listed[kind] = listed + 1;
        if (listed < Listed)
            _cases.Add($"{kind}: {describe()}");
    }
}

/// <summary>A delivery was not exact.</summary>
public sealed class DeliveryException(string message) : Exception(message);
