using System.Text.Json.Nodes;

namespace Quickstart.World.Manifests;

/// <summary>A pod as the API server holds it.</summary>
internal static class PodManifest
{
    public static JsonObject Of(ShopPod pod)
    {
        var labels = Labels(pod.Service);
        if (pod.Service.Kind == WorkloadKind.Deployment)
        {
            labels["pod-template-hash"] = pod.Revision.Hash;
        }

        var container = new JsonObject { ["name"] = pod.Service.Name, ["image"] = Image(pod), ["resources"] = Resources(pod.Service.Amounts) };
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = pod.Name,
                ["namespace"] = pod.Service.Namespace,
                ["uid"] = pod.Uid,
                ["creationTimestamp"] = Moment.Text(pod.Created),
                ["labels"] = labels,
                ["annotations"] = Annotations(pod.Service),
                ["ownerReferences"] = new JsonArray(Owner(pod)),
            },
            ["spec"] = new JsonObject { ["nodeName"] = pod.Machine.Name, ["containers"] = new JsonArray(container), ["restartPolicy"] = "Always" },
            ["status"] = PodStatus.Of(pod),
        };
    }

    public static string Image(ShopPod pod) => $"registry.shop.example/{pod.Service.Name}:{pod.Revision.Version}";

    /// <summary>The label <c>app</c> is what the service is called; what Kubernetes itself runs has another one.</summary>
    public static JsonObject Labels(Service service) => new() { [service.Project is null ? "k8s-app" : "app"] = service.Name };

    public static JsonObject Annotations(Service service) =>
        service.Project is { } project ? new JsonObject { ["hexcovery.com/service-namespace"] = project } : [];

    private static JsonObject Owner(ShopPod pod)
    {
        var isDeployment = pod.Service.Kind == WorkloadKind.Deployment;
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = isDeployment ? "ReplicaSet" : pod.Service.Kind.ToString(),
            ["name"] = isDeployment ? pod.Owner.ReplicaSetName(pod.Revision) : pod.Service.Name,
            ["uid"] = isDeployment ? pod.Revision.Uid : pod.Owner.Uid,
            ["controller"] = true,
        };
    }

    private static JsonObject Resources(Amounts amounts) => new()
    {
        ["requests"] = Amount(amounts.CpuRequest, amounts.MemoryRequest),
        ["limits"] = Amount(amounts.CpuLimit, amounts.MemoryLimit),
    };

    private static JsonObject Amount(double? cpu, int? memory)
    {
        var amount = new JsonObject();
        if (cpu is { } cores)
        {
            amount["cpu"] = $"{cores * 1000:0}m";
        }

        if (memory is { } mebibytes)
        {
            amount["memory"] = $"{mebibytes}Mi";
        }

        return amount;
    }
}
