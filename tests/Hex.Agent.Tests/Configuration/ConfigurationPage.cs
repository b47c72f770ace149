using System.Text;
using Hex.Agent.Configuration;
using Hex.Agent.Configuration.Table;

namespace Hex.Agent.Tests.Configuration;

/// <summary>Writes docs/configuration.md from the option table.</summary>
internal static class ConfigurationPage
{
    private const string Head = """
        # Configuration

        <!-- Generated from the option table by a test (OptionTableTests); run it with HEX_APPROVE=1 to write it anew. -->

        `hex-agent run` reads YAML (`--config FILE`, else `/etc/hex-agent/config.yaml` if it exists), then environment variables, then `--set key=value`; later ones win.
        `hex-agent config`, with the same arguments, prints what came of it: every key, its value (secrets masked) and where it came from.

        - In YAML a dot is a level: `logs.startAt` is `logs: { startAt: … }`. Anchors, aliases and a second document are not taken.
        - A variable is the key in capitals after `HEX_`, `__` for the dot and `_` between words: `logs.startAt` is `HEX_LOGS__START_AT`.
        - A single value is a list of one. In variables and `--set`, commas separate list items, and a map is `name=value,name=value`
          (`--set` also takes `--set resource.attributes.team=shop`).
        - Durations are `250ms`, `30s`, `1m30s`, `2h`; sizes `64MiB`, `512KiB`, `1GB`; rates `5MiB/s`.
        - An unknown key in YAML or `--set` is an error, an unknown `HEX_` variable a warning (a Service called hex-something puts some into every pod of its namespace).
          All problems are reported at once, with file, line, key, value, what is allowed and the nearest valid key; the exit code is 2 then.
        - Secrets appear in no output. Prefer files (`server.apiKeyFile`) to values: arguments and variables can be seen by others on the machine.
        - Credentials, certificates and authorities are read again when their files change; everything else takes a restart.


        """;

    public static string Write(OptionTable table)
    {
        var page = new StringBuilder(Head);
        foreach (var section in table.All.GroupBy(option => option.Key.Split('.')[0]))
        {
            page.AppendLine($"## {section.Key}").AppendLine();
            if (section.Key == "collectors")
            {
                WriteCollectors(page);
                continue;
            }

            foreach (var option in section)
            {
                WriteOption(page, option);
            }

            page.AppendLine();
        }

        return page.ToString();
    }

    private static void WriteOption(StringBuilder page, Option option)
    {
        page.Append($"- **`{option.Key}`** ({option.KindName}{(option.IsSecret ? ", secret" : "")}; default `{option.Default}`{Profiles(option)}). {option.Doc}");
        if (option.Allowed is not ("any text" or "a path") && !option.KindName.StartsWith("list of texts", StringComparison.Ordinal))
        {
            page.Append($" Allowed: {option.Allowed}.");
        }

        page.AppendLine();
    }

    private static string Profiles(Option option) => string.Concat(option.ProfileDefaults
        .OrderBy(one => one.Key).GroupBy(one => one.Value, one => AgentOptions.Word(one.Key)).Select(group => $"; `{group.Key}` with profile {string.Join(", ", group)}"));

    /// <summary>The three options of the collectors differ only in their defaults.</summary>
    private static void WriteCollectors(StringBuilder page)
    {
        page.AppendLine("`collectors.<name>.enabled` (flag), `collectors.<name>.interval` and `collectors.<name>.timeout` (durations, 1s to 1h; a default timeout is never longer than the interval).");
        page.AppendLine();
        page.AppendLine("| name | what | enabled | interval | timeout |").AppendLine("|---|---|---|---|---|");
        foreach (var collector in CollectorSwitches.All)
        {
            page.AppendLine($"| {collector.Name} | {collector.Enabled.Doc} | {collector.Enabled.Default}{Profiles(collector.Enabled)} | {collector.Interval?.Default} | {collector.Timeout?.Default} |");
        }

        page.AppendLine();
    }
}
