namespace Hex.Telemetry;

/// <summary>There is one exporter of each kind, and the errors say why.</summary>
internal static class OneExporter
{
    public static T Of<T>(IEnumerable<T> exporters, Func<T, string> nameOf, string signal)
        where T : class
    {
        T[] all = [.. exporters];
        return all switch
        {
            [var one] => one,
            [] => throw new InvalidOperationException(
                $"No {signal} exporter is registered: AddHex(hex => …) needs one, e.g. hex.AddOtlpExporter(…) or hex.AddConsoleExporter() of the package Hex.Export, or a leaf of your own by hex.Add{Title(signal)}Exporter(…)."),
            _ => throw new InvalidOperationException(
                $"{all.Length} {signal} exporters are registered ({string.Join(", ", all.Select(one => $"'{nameOf(one)}'"))}): whose acknowledgement would move positions is undefined with more than one. Register one; a collector behind it can send to several places."),
        };
    }

    private static string Title(string signal) => char.ToUpperInvariant(signal[0]) + signal[1..];
}
