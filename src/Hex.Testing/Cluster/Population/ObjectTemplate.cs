using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Hex.Testing.Cluster.Population;

/// <summary>A recorded object cut at the places where a generated one differs: rendering is copying bytes.</summary>
internal sealed partial class ObjectTemplate
{
    private readonly List<(byte[] Literal, int Slot)> _segments = [];

    private ObjectTemplate(string marked, int containers)
    {
        Containers = containers;
        var start = 0;
        for (var i = 0; i <= marked.Length; i++)
        {
            if (i < marked.Length && marked[i] is < (char)Slot.Revision or > (char)Slot.Last)
                continue;
            _segments.Add((Encoding.UTF8.GetBytes(marked[start..i]), i < marked.Length ? marked[i] - (int)Slot.Revision : -1));
            start = i + 1;
        }
    }

    /// <summary>Number of container ids to fill in.</summary>
    public int Containers { get; }

    /// <summary>Cuts a recorded object.</summary>
    /// <param name="recorded">Stored form; it may hold marks already.</param>
    /// <param name="cuts">Texts and what stands in their place; a longer one comes before one it contains.</param>
    public static ObjectTemplate Of(byte[] recorded, params (string Text, string Marked)[] cuts)
    {
        var text = Version().Replace(Encoding.UTF8.GetString(recorded), $"\"resourceVersion\":\"{(char)Slot.Revision}\"", count: 1);
        foreach (var (old, marked) in cuts)
            text = text.Replace(old, marked, StringComparison.Ordinal);
        var ids = ContainerIds().Matches(text).Select(match => match.Value).Distinct().ToList();
        for (var i = 0; i < ids.Count; i++)
            text = text.Replace(ids[i], $"containerd://{(char)(Slot.Container + i)}", StringComparison.Ordinal);
        return new(text, ids.Count);
    }

    public static string Mark(Slot slot) => ((char)slot).ToString();

    /// <summary>Marks every member whose name ends in "replicas" or "Replicas" and has this value.</summary>
    public static byte[] WithReplicas(byte[] recorded, int value) => Encoding.UTF8.GetBytes(Replicas().Replace(
        Encoding.UTF8.GetString(recorded), match => match.Groups["n"].Value == value.ToString() ? $"{match.Groups["name"].Value}{Mark(Slot.Number)}" : match.Value));

    public byte[] Render(SlotValues values)
    {
        var buffer = new ArrayBufferWriter<byte>(8192);
        foreach (var (literal, slot) in _segments)
        {
            buffer.Write(literal);
            if (slot >= 0)
                Encoding.UTF8.GetBytes(values[slot + Slot.Revision], buffer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    [GeneratedRegex("\"resourceVersion\":\"[0-9]+\"", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Version();

    [GeneratedRegex("containerd://[0-9a-f]{64}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ContainerIds();

    [GeneratedRegex("(?<name>\"[a-zA-Z]*[rR]eplicas\":)(?<n>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Replicas();
}

/// <summary>The values of one generated object; an unset slot is an error.</summary>
internal sealed class SlotValues
{
    private readonly string?[] _values = new string?[Slot.Last - Slot.Revision + 1];

    public string this[Slot slot]
    {
        get => _values[slot - Slot.Revision] ?? throw new InvalidOperationException($"no value for {slot}");
        set => _values[slot - Slot.Revision] = value;
    }
}
