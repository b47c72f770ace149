namespace Hex.Kubernetes;

/// <summary>Structures that several kinds share.</summary>
internal static class CommonFields
{
    // No controller of Kubernetes writes more than a dozen.
    private const int MaxConditions = 64;

    /// <summary>A resource list: <c>{"cpu":"100m","memory":"64Mi"}</c>.</summary>
    public static ResourceAmounts? Amounts(ref JsonCursor json, DecodeContext context)
    {
        if (!json.EnterObject())
        {
            return null;
        }

        Quantity? cpu = null, memory = null, storage = null;
        while (json.NextProperty())
        {
            if (json.Is("cpu"u8))
            {
                cpu = json.Quantity();
            }
            else if (json.Is("memory"u8))
            {
                memory = json.Quantity();
            }
            else if (json.Is("ephemeral-storage"u8))
            {
                storage = json.Quantity();
            }
            else
            {
                json.Skip();
            }
        }

        return cpu is null && memory is null && storage is null
            ? ResourceAmounts.None
            : context.Amounts.Intern(new ResourceAmounts(cpu, memory, storage));
    }

    /// <summary><c>{"requests":{…},"limits":{…}}</c>.</summary>
    public static (ResourceAmounts? Requests, ResourceAmounts? Limits) Requirements(ref JsonCursor json, DecodeContext context)
    {
        ResourceAmounts? requests = null, limits = null;
        if (json.EnterObject())
        {
            while (json.NextProperty())
            {
                if (json.Is("requests"u8))
                {
                    requests = Amounts(ref json, context);
                }
                else if (json.Is("limits"u8))
                {
                    limits = Amounts(ref json, context);
                }
                else
                {
                    json.Skip();
                }
            }
        }

        return (requests, limits);
    }

    public static ConditionList Conditions(ref JsonCursor json)
    {
        if (!json.EnterArray())
        {
            return ConditionList.Empty;
        }

        List<Condition>? conditions = null;
        while (json.NextElement())
        {
            if (json.EnterObject() && Condition(ref json) is { Type.Length: > 0 } condition)
            {
                if (conditions?.Count >= MaxConditions)
                {
                    json.CountTruncated();
                    continue;
                }

                (conditions ??= new(6)).Add(condition);
            }
        }

        return conditions is null ? ConditionList.Empty : new ConditionList([.. conditions]);
    }

    private static Condition Condition(ref JsonCursor json)
    {
        string? type = null, reason = null;
        var (status, transitioned) = (ConditionStatus.Unknown, default(Timestamp));
        while (json.NextProperty())
        {
            if (json.Is("type"u8))
            {
                type = json.Text();
            }
            else if (json.Is("status"u8))
            {
                var word = json.Word();
                status = word.SequenceEqual("True"u8) ? ConditionStatus.True
                    : word.SequenceEqual("False"u8) ? ConditionStatus.False : ConditionStatus.Unknown;
            }
            else if (json.Is("reason"u8))
            {
                reason = NullIfEmpty(json.Text());
            }
            else if (json.Is("lastTransitionTime"u8))
            {
                transitioned = json.Time();
            }
            else
            {
                json.Skip();
            }
        }

        return new Condition(type ?? "", status, reason, transitioned);
    }

    public static string? NullIfEmpty(string? text) => text is { Length: 0 } ? null : text;
}
