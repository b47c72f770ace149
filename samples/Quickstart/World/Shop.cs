using Quickstart.World.Voices;

namespace Quickstart.World;

/// <summary>What the simulated cluster runs.</summary>
internal static class Shop
{
    public static readonly IReadOnlyList<string> Machines = ["worker-1", "worker-2", "worker-3"];

    public static readonly Service Storefront = new(
        WorkloadKind.Deployment, "shop", "storefront", "webshop", 3, new(0.2, 1, 256, 512), new(0.16, 190, 23), new JsonVoice());

    public static readonly Service Checkout = new(
        WorkloadKind.Deployment, "shop", "checkout", "payments", 2, new(0.25, 0.5, 256, 384), new(0.31, 240, 31), new LogfmtVoice());

    public static readonly Service OrdersDb = new(
        WorkloadKind.StatefulSet, "shop", "orders-db", "payments", 1, new(0.5, 2, 1024, 2048), new(0.42, 1310, 47), new PostgresVoice());

    public static readonly Service Thumbnailer = new(
        WorkloadKind.Deployment, "media", "thumbnailer", "media", 2, new(0.3, 1, 128, 256), new(0.38, 150, 17), new PlainVoice());

    public static readonly Service Uploads = new(
        WorkloadKind.Deployment, "media", "uploads", "media", 1, new(0.1, null, 64, null), new(0.07, 92, 37), new JsonVoice("/uploads"));

    public static readonly Service NodeProxy = new(
        WorkloadKind.DaemonSet, "kube-system", "node-proxy", null, 0, new(0.05, null, 32, 64), new(0.02, 21, 41), new KlogVoice());

    public static readonly IReadOnlyList<Service> Services = [Storefront, Checkout, OrdersDb, Thumbnailer, Uploads, NodeProxy];
}
