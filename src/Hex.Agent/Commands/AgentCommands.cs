using System.CommandLine;

namespace Hex.Agent.Commands;

/// <summary>The command tree: what there is to type, and where it goes.</summary>
internal static class AgentCommands
{
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors.Count == 0)
        {
            // The run ends itself on a signal, when its positions are written.
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }

        await Console.Error.WriteLineAsync("Usage: hex-agent run|check|reachability|healthcheck|config|signals|version [--help]");
        return ExitCodes.Usage;
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("Reads what a Kubernetes node says and sends it to an OTLP backend.");
        root.Subcommands.Add(Run());
        root.Subcommands.Add(OnConfiguration(
            "check", "Looks at configuration, log directory, rights and endpoint: a table, exit code 1 on a failure.",
            (sources, stop) => CheckCommand.RunAsync(sources, Console.Out, Console.Error, stop)));
        root.Subcommands.Add(OnConfiguration(
            "reachability", "Calls the endpoint with the credential and prints the result as JSON; exit code 1 on a failure.",
            (sources, stop) => ReachabilityCommand.RunAsync(sources, Console.Out, Console.Error, stop)));
        root.Subcommands.Add(OnConfiguration(
            "healthcheck", "Asks the agent that runs here whether it is well; exit code 1 when it is not.",
            (sources, _) => HealthcheckCommand.RunAsync(sources, Console.Out, Console.Error)));
        root.Subcommands.Add(OnConfiguration(
            "config", "Prints the effective configuration: every key, its value (secrets masked) and where it came from.",
            (sources, stop) => ConfigCommand.RunAsync(sources, Console.Out, Console.Error, stop)));
        var signals = new Command("signals", "Prints everything the collectors emit, as Markdown.");
        signals.SetAction(_ => SignalsCommand.Run(Console.Out));
        root.Subcommands.Add(signals);
        var version = new Command("version", "Prints the version.");
        version.SetAction(_ => VersionCommand.Run(Console.Out));
        root.Subcommands.Add(version);
        return root;
    }

    private static Command Run()
    {
        var file = ConfigOption();
        var assignments = SetOption();
        var once = new Option<bool>("--once") { Description = "Reads everything there is once, delivers it, and ends: 0 when all was acknowledged, 3 when not." };
        var command = new Command("run", "Runs the agent.") { file, assignments, once };
        command.SetAction((parsed, _) => RunCommand.RunAsync(
            Configuration.ConfigurationSources.OfProcess(parsed.GetValue(file), parsed.GetValue(assignments) ?? []), parsed.GetValue(once)));
        return command;
    }

    private static Command OnConfiguration(string name, string description, Func<Configuration.ConfigurationSources, CancellationToken, Task<int>> run)
    {
        var file = ConfigOption();
        var assignments = SetOption();
        var command = new Command(name, description) { file, assignments };
        command.SetAction((parsed, stop) => run(Configuration.ConfigurationSources.OfProcess(parsed.GetValue(file), parsed.GetValue(assignments) ?? []), stop));
        return command;
    }

    private static Option<string?> ConfigOption() =>
        new("--config") { Description = $"YAML file. Default: {Configuration.ConfigurationSources.DefaultFile}, if it exists.", HelpName = "FILE" };

    private static Option<string[]> SetOption() =>
        new("--set") { Description = "Sets a key, e.g. --set logs.startAt=beginning; wins over file and environment.", HelpName = "key=value", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
}
