using System.Diagnostics.CodeAnalysis;

namespace Hex.Agent.Configuration.Kinds;

/// <summary>A list of one kind. A single value is a list of one; in variables and <c>--set</c> commas separate.</summary>
internal sealed class ListKind<T>(OptionKind<T> item) : OptionKind<IReadOnlyList<T>>
{
    public override string Name => $"list of {item.Name}s";

    public override string Allowed => $"a list of: {item.Allowed}";

    public override bool TryRead(RawValue raw, [MaybeNullWhen(false)] out IReadOnlyList<T> value, out string? part)
    {
        part = null;
        value = null;
        IReadOnlyList<string>? texts = raw switch
        {
            RawList list => list.Items,
            RawScalar { Value: "" } => [],
            RawScalar scalar => scalar.Value.TrimStart('[').TrimEnd(']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            _ => null,
        };
        if (texts is null)
        {
            return false;
        }

        var items = new List<T>(texts.Count);
        foreach (var text in texts)
        {
            if (!item.TryRead(new RawScalar(text), out var one, out _))
            {
                part = text;
                return false;
            }

            items.Add(one);
        }

        value = items;
        return true;
    }

    public override string Write(IReadOnlyList<T> value) => "[" + string.Join(", ", value.Select(item.Write)) + "]";
}
