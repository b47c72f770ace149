using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Hex.Bench.Measure;

namespace Hex.Bench.Receive;

/// <summary>This program once more, as counting receiver.</summary>
internal sealed class ReceiverProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ReceiverProcess(Children children, bool checksIds, string? processors)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("the path of this program is not known");
        var command = Processors.Command(processors, program, ["receive", "--ids", checksIds ? "1" : "0"]);
        _process = children.Start(command.Program, command.Arguments, line => _lines.Writer.TryWrite(line));
    }

    /// <summary>Where it listens: 127.0.0.1 and a port.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="children">Ends it, whatever happens.</param>
    /// <param name="checksIds">Looks for generated record ids in the bodies too.</param>
    /// <param name="processors">Which it runs on; all when null.</param>
    public static async Task<ReceiverProcess> StartAsync(Children children, bool checksIds = true, string? processors = null)
    {
        var receiver = new ReceiverProcess(children, checksIds, processors);
        var port = int.Parse(await receiver._lines.Reader.ReadAsync(), CultureInfo.InvariantCulture);
        receiver.Endpoint = $"127.0.0.1:{port}";
        return receiver;
    }

    /// <summary>What it has counted so far.</summary>
    public async Task<ReceiverReport> AskAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize(await _lines.Reader.ReadAsync(), BenchJson.Line.ReceiverReport)
            ?? throw new InvalidDataException("the receiver answered null");
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }
}
