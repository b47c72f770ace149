namespace Hex.Agent.Checks;

/// <summary>Whether the log files can be read, and which security preset of the chart would let them be.</summary>
internal static class LogDirectoryCheck
{
    private const string Name = "log directory";

    /// <summary>A node's files are all made by one runtime: these many say it.</summary>
    private const int MaxPods = 50;

    public static CheckResult Run(string root)
    {
        try
        {
            if (!Directory.Exists(root))
            {
                return FileFacts.Of(root) is { } file
                    ? CheckResult.Failed(Name, $"{root} cannot be entered ({file})", Preset(file))
                    : CheckResult.Failed(Name, $"{root} does not exist", "logs.root must name the node's /var/log/pods, which the chart mounts; the agent waits until it is there");
            }

            return Look(root);
        }
        catch (UnauthorizedAccessException)
        {
            return Refused(root);
        }
        catch (IOException exception)
        {
            return CheckResult.Failed(Name, $"{root}: {exception.Message}");
        }
    }

    private static CheckResult Look(string root)
    {
        var (pods, files) = (0, 0);
        foreach (var pod in Directory.EnumerateDirectories(root).Take(MaxPods))
        {
            pods++;
            var containers = TryList(pod, out var isRefused);
            foreach (var container in containers)
            {
                foreach (var file in Directory.EnumerateFiles(container, "*.log").Take(1))
                {
                    if (TryOpen(file) is { } result)
                    {
                        return result;
                    }

                    files++;
                }
            }

            if (isRefused)
            {
                return Refused(pod);
            }
        }

        return pods == 0
            ? CheckResult.Warning(Name, $"{root} is empty", "no pod runs here, or the directory is not the node's own")
            : CheckResult.Ok(Name, $"{root}: {files} of {files} files that were tried can be read, of {pods} pods");
    }

    private static string[] TryList(string path, out bool isRefused)
    {
        isRefused = false;
        try
        {
            return Directory.GetDirectories(path);
        }
        catch (UnauthorizedAccessException)
        {
            isRefused = true;
            return [];
        }
        catch (DirectoryNotFoundException)
        {
            // The pod is gone.
            return [];
        }
    }

    private static CheckResult? TryOpen(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return Refused(file);
        }
        catch (IOException)
        {
            // Rotated away, or a link whose file another directory holds.
            return File.ResolveLinkTarget(file, returnFinalTarget: true) is { Exists: false } target
                ? CheckResult.Failed(Name, $"{file} is a link to {target.FullName}, which is not there", "logs.docker: true mounts Docker's directory too")
                : null;
        }
    }

    private static CheckResult Refused(string path) => FileFacts.Of(path) is { } facts
        ? CheckResult.Failed(Name, $"{path} cannot be read ({facts})", Preset(facts))
        : CheckResult.Failed(Name, $"{path} cannot be read, nor its mode", "a directory above it is closed: preset root-reader");

    /// <summary>Which of the chart's presets would do, by what is open to whom.</summary>
    internal static string Preset(FileFacts facts)
    {
        if (facts.Mode.HasFlag(UnixFileMode.OtherRead))
        {
            return "its mode lets everybody read: SELinux or AppArmor forbids it; security preset selinux";
        }

        if (facts.Mode.HasFlag(UnixFileMode.GroupRead))
        {
            return facts.Gid == 0
                ? "its mode lets group 0 read: security preset default (supplemental group 0), or selinux where that is in force already"
                : $"its mode lets group {facts.Gid} read: add it to the pod's supplementalGroups";
        }

        return "only its owner may read it: security preset root-reader";
    }
}
