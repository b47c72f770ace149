using Hex.Agent.Cluster;
using Hex.Kubernetes;

namespace Hex.Agent.Checks;

/// <summary>Whether the API server answers, and whether the agent may do there what its configuration asks for; each right is tried.</summary>
internal static class RightsCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<CheckResult>> RunAsync(KubernetesClient client, string server, IReadOnlyList<NeededRight> needed, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var first = needed.Count == 0 ? null : needed[0];
        try
        {
            if (first is not null && await client.ProbeAsync("get", first.Query, limit.Token) is { StatusCode: 401 } refusal)
            {
                return [CheckResult.Failed("API server", $"{server}: {refusal.Message}", "the token or client certificate is not valid for this cluster")];
            }

            var results = await Task.WhenAll(needed.GroupBy(Name).Select(rights => TryAsync(client, Together([.. rights]), limit.Token)));
            return [CheckResult.Ok("API server", server), .. results];
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            var cause = exception is OperationCanceledException ? $"no answer within {Limit.TotalSeconds} s" : exception.GetBaseException().Message;
            return [CheckResult.Failed("API server", $"{server}: {cause}", "is the address right, and is it open to this pod (NetworkPolicy, firewall)?")];
        }
    }

    private static string Name(NeededRight right) => right.Query.Namespace is { } space ? $"{right.Query.Type} in {space}" : right.Query.Type.ToString();

    /// <summary>What several parts of the agent need on one kind is one line: rights do not know of selectors.</summary>
    private static NeededRight Together(List<NeededRight> rights) => rights[0] with
    {
        Verbs = [.. rights.SelectMany(right => right.Verbs).Distinct(StringComparer.Ordinal)],
        Without = string.Join("; ", rights.Select(right => right.Without).Distinct(StringComparer.Ordinal)),
        IsOptional = rights.TrueForAll(right => right.IsOptional),
    };

    private static async Task<CheckResult> TryAsync(KubernetesClient client, NeededRight right, CancellationToken cancellationToken)
    {
        var name = Name(right);
        var denied = new List<string>();
        string? message = null;
        foreach (var verb in right.Verbs)
        {
            if (await client.ProbeAsync(verb, right.Query, cancellationToken) is { } refusal)
            {
                if (refusal.StatusCode == 404)
                {
                    return right.IsOptional
                        ? CheckResult.Warning(name, "the server has no such kind", $"{right.Without}; install it to have it")
                        : CheckResult.Failed(name, "the server has no such kind");
                }

                denied.Add(verb);
                message ??= refusal.Message;
            }
        }

        return denied.Count == 0
            ? CheckResult.Ok(name, string.Join(", ", right.Verbs))
            : new CheckResult(
                name, right.IsOptional ? CheckOutcome.Warning : CheckOutcome.Failed, $"no right to {string.Join(", ", denied)}: {message}",
                $"grant {string.Join(", ", denied)} on {right.Query.Type} to the agent's account; without it {right.Without}");
    }
}
