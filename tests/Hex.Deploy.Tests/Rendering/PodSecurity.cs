namespace Hex.Deploy.Tests.Rendering;

/// <summary>
/// The Pod Security Standard `restricted` (and `baseline` within it), of Kubernetes 1.32, written from its text: what a pod does that it forbids.
/// https://kubernetes.io/docs/concepts/security/pod-security-standards/
/// </summary>
internal static class PodSecurity
{
    private static readonly string[] VolumeKinds = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];
    private static readonly string[] SeLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
    private static readonly string[] Profiles = ["RuntimeDefault", "Localhost"];

    /// <summary>What is forbidden, one line each, e.g. <c>volume logs is a hostPath</c>.</summary>
    public static IReadOnlyList<string> Violations(Manifest pod)
    {
        var found = new List<string>();
        foreach (var name in new[] { "hostNetwork", "hostPID", "hostIPC" })
            Add(pod.Text(name) == "true", name);
        foreach (var volume in pod.At("volumes").Items)
        {
            var kind = volume.Keys.Single(key => key != "name");
            Add(!VolumeKinds.Contains(kind), $"volume {volume.Text("name")} is a {kind}");
        }

        Add(pod.At("securityContext", "sysctls").Items.Count > 0, "sysctls");
        var containers = pod.At("containers").Items.Concat(pod.At("initContainers").Items).ToList();
        Assert.NotEmpty(containers);
        foreach (var container in containers)
        {
            Add(container.Text("securityContext", "privileged") == "true", "privileged");
            Add(container.Text("securityContext", "allowPrivilegeEscalation") != "false", "allowPrivilegeEscalation");
            Add(container.Text("securityContext", "procMount") is not (null or "Default"), "procMount");
            Add(container.At("ports").Items.Any(port => port.Has("hostPort")), "hostPort");
            Add(container.At("securityContext", "windowsOptions").Keys.Count > 0, "windowsOptions");
            Add(!container.At("securityContext", "capabilities", "drop").Texts.Contains("ALL"), "capabilities not dropped");
            foreach (var capability in container.At("securityContext", "capabilities", "add").Texts.Where(one => one != "NET_BIND_SERVICE"))
                Add(true, $"capability {capability}");
            foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
                Add(container.At(probe).Keys.Select(kind => container.Text(probe, kind, "host")).Any(host => host is { Length: > 0 }), $"{probe} to another host");
            Add((Of("runAsNonRoot") ?? "false") != "true", "not runAsNonRoot");
            Add(Of("runAsUser") == "0", "runAsUser 0");
            Add(!Profiles.Contains(Of("seccompProfile", "type")), "no seccomp profile");
            Add(Of("appArmorProfile", "type") is not (null or "RuntimeDefault" or "Localhost"), "appArmorProfile");
            Add(!SeLinuxTypes.Contains(Of("seLinuxOptions", "type") ?? ""), $"SELinux type {Of("seLinuxOptions", "type")}");
            Add(Of("seLinuxOptions", "user") is not null || Of("seLinuxOptions", "role") is not null, "SELinux user or role");

            // The container's field, else the pod's.
            string? Of(params string[] path) => container.Text(["securityContext", .. path]) ?? pod.Text(["securityContext", .. path]);
        }

        return found;

        void Add(bool isForbidden, string what)
        {
            if (isForbidden)
                found.Add(what);
        }
    }
}
