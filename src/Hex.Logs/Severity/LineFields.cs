using System.Runtime.CompilerServices;
using Hex.Telemetry;

namespace Hex.Logs.Severity;

/// <summary>What a line says of itself: severity and trace context. The body stays as it was.</summary>
internal static class LineFields
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LogSeverity Read(ReadOnlySpan<byte> body, out Id128 traceId, out ulong spanId)
    {
        if (body.Length > 0 && body[0] == '{')
        {
            return JsonFields.Read(body, out traceId, out spanId);
        }

        traceId = default;
        spanId = 0;
        return PlainSeverity.Find(body);
    }
}
