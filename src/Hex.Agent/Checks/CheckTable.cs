using System.Text;

namespace Hex.Agent.Checks;

/// <summary>Prints checks as a table: name, outcome, what was found, and below it what would help.</summary>
internal static class CheckTable
{
    private const int MaxName = 36;

    public static void Write(CheckResult result, TextWriter output)
    {
        output.WriteLine($"{Clean(result.Name).PadRight(MaxName)} {Word(result.Outcome).PadRight(8)} {Clean(result.Detail)}".TrimEnd());
        if (result.Advice is not null)
        {
            output.WriteLine($"{new string(' ', MaxName)} {"→",-8} {Clean(result.Advice)}");
        }
    }

    private static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Ok => "ok",
        CheckOutcome.Warning => "warning",
        _ => "FAILED",
    };

    // A server's words or a file's name must not play with the terminal.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            clean.Append(char.IsControl(character) ? '\ufffd' : character);
        }

        return clean.ToString();
    }
}
