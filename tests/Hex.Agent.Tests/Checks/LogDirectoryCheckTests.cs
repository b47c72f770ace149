using Hex.Agent.Checks;

namespace Hex.Agent.Tests.Checks;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LogDirectoryCheckTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hex-check-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Readable_directory_is_ok()
    {
        Write("shop_web_0b1c/app/0.log");
        var result = LogDirectoryCheck.Run(_root);
        Assert.Equal(CheckOutcome.Ok, result.Outcome);
        Assert.Contains("1 of 1 files", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_directory_is_worth_a_warning() => Assert.Equal(CheckOutcome.Warning, LogDirectoryCheck.Run(_root).Outcome);

    [Fact]
    public void Missing_directory_is_named()
    {
        var result = LogDirectoryCheck.Run(_root + "/none");
        Assert.Equal(CheckOutcome.Failed, result.Outcome);
        Assert.Contains("/none does not exist", result.Detail, StringComparison.Ordinal);
        Assert.Contains("logs.root", result.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Link_into_a_directory_that_is_not_mounted_is_explained()
    {
        Directory.CreateDirectory($"{_root}/shop_web_0b1c/app");
        File.CreateSymbolicLink($"{_root}/shop_web_0b1c/app/0.log", "/var/lib/nowhere/0-json.log");
        var result = LogDirectoryCheck.Run(_root);
        Assert.Equal(CheckOutcome.Failed, result.Outcome);
        Assert.Contains("logs.docker", result.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("644", 0, "selinux")]
    [InlineData("640", 0, "default")]
    [InlineData("640", 4, "supplementalGroups")]
    [InlineData("600", 0, "root-reader")]
    public void Mode_and_owner_say_which_preset_would_work(string mode, uint group, string preset) =>
        Assert.Contains(preset, LogDirectoryCheck.Preset(new FileFacts((UnixFileMode)Convert.ToInt32(mode, 8), 0, group)), StringComparison.Ordinal);

    [Fact]
    public void Facts_are_those_of_the_file()
    {
        var file = Write("a");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var facts = Assert.NotNull(FileFacts.Of(file));
        Assert.StartsWith("mode 0640, owner ", facts.ToString(), StringComparison.Ordinal);
        Assert.Null(FileFacts.Of(_root + "/none"));
    }

    private string Write(string path)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, "");
        return full;
    }
}
