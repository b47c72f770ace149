namespace Hex.Agent.Configuration;

/// <summary>Finds what someone probably meant.</summary>
internal static class NearestKey
{
    /// <summary>The key nearest to what was written; null when none is near.</summary>
    public static string? Of(string written, IEnumerable<string> keys)
    {
        string? nearest = null;
        var best = int.MaxValue;
        foreach (var key in keys)
        {
            var distance = Distance(written, key);
            if (distance < best)
            {
                best = distance;
                nearest = key;
            }
        }

        return best <= Math.Max(1, written.Length / 3) ? nearest : null;
    }

    /// <summary>0 when only the case differs, 1 when one is the end of the other (<c>apiKey</c> for <c>server.apiKey</c>), else the edits between them.</summary>
    private static int Distance(string written, string key)
    {
        if (string.Equals(written, key, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        if (string.Equals(written, key[(key.LastIndexOf('.') + 1)..], StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        return Edits(written.ToUpperInvariant(), key.ToUpperInvariant());
    }

    /// <summary>Inserted, removed, replaced and swapped characters (optimal string alignment).</summary>
    private static int Edits(string left, string right)
    {
        var beforePrevious = new int[right.Length + 1];
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            previous[column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(replaced, Math.Min(previous[column], current[column - 1]) + 1);
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                {
                    current[column] = Math.Min(current[column], beforePrevious[column - 2] + 1);
                }
            }

            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return previous[right.Length];
    }
}
