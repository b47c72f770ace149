namespace Hex.Kubernetes;

/// <summary>CPU and memory in use, as the Metrics API reports it.</summary>
/// <param name="Cpu">Cores, averaged over the window; null when not reported.</param>
/// <param name="Memory">Bytes of the working set; null when not reported.</param>
public readonly record struct ResourceUsage(Quantity? Cpu, Quantity? Memory);

/// <summary>The usage of a node (metrics.k8s.io/v1beta1 NodeMetrics).</summary>
/// <param name="Name">The node.</param>
/// <param name="Time">When it was measured: tens of seconds ago.</param>
/// <param name="Window">Over which time the CPU was averaged.</param>
/// <param name="Usage">CPU and memory.</param>
public sealed record NodeUsage(string Name, Timestamp Time, TimeSpan Window, ResourceUsage Usage);

/// <summary>The usage of a container.</summary>
/// <param name="Name">The container.</param>
/// <param name="Usage">CPU and memory.</param>
public readonly record struct ContainerUsage(string Name, ResourceUsage Usage);

/// <summary>The usage of a pod (metrics.k8s.io/v1beta1 PodMetrics).</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The pod. The API gives no UID: join with the pod that carries the name now.</param>
/// <param name="Time">When it was measured.</param>
/// <param name="Window">Over which time the CPU was averaged.</param>
/// <param name="Containers">Its running containers; at most <see cref="Pod.MaxContainers"/>.</param>
public sealed record PodUsage(string Namespace, string Name, Timestamp Time, TimeSpan Window, IReadOnlyList<ContainerUsage> Containers);
