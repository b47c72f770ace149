using Hex.Export.Grpc.Wire;
using Hex.Export.Text;
using Hex.Telemetry;

namespace Hex.Export.Otlp.Sending;

/// <summary>Reads the answer of a server that has taken a request.</summary>
/// <remarks>
/// <c>Export…ServiceResponse { Export…PartialSuccess partial_success = 1; }   partial { int64 rejected = 1; string error_message = 2; }</c>. Rejected records must not
/// be sent again (OTLP, "Partial Success"); a message without rejections is a hint for people.
/// </remarks>
internal static class PartialSuccess
{
    public static ExportResult Read(ReadOnlySpan<byte> response, OtlpSignal signal, int count)
    {
        var rejected = 0L;
        ReadOnlySpan<byte> message = default;
        var answer = new ProtoReader(response);
        while (answer.Next())
        {
            if (answer.Field != 1)
                continue;
            var partial = new ProtoReader(answer.Bytes);
            while (partial.Next())
            {
                if (partial.Field == 1)
                    rejected = Math.Clamp((long)partial.Number, 0, count);
                else if (partial.Field == 2)
                    message = partial.Bytes;
            }
        }
        if (rejected == 0 && message.IsEmpty)
            return ExportResult.Accepted;
        var what = signal == OtlpSignal.Logs ? "log records" : "data points";
        var said = message.IsEmpty ? "it gave no reason" : Printable.From(message);
        return ExportResult.PartiallyAccepted(rejected, rejected == 0 ? $"the server says: {said}" : $"the server rejected {rejected} of {count} {what}: {said}");
    }
}
