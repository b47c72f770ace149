using System.Buffers;
using System.Text.Json;

namespace Hex.Agent.Health;

/// <summary>What <c>/readyz</c> answers: whether the agent is ready, what it waits for, and how the way out is, which is no part of readiness.</summary>
internal static class StatusJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(StatusSnapshot status)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteBoolean("ready", status.IsReady);
            json.WriteBoolean("stopping", status.IsStopping);
            json.WriteStartArray("waitingFor");
            foreach (var text in status.WaitingFor)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
            WriteLoops(json, status.Loops);
            json.WriteStartObject("export");
            json.WriteString("endpoint", status.Identity.Target);
            WriteSignal(json, "logs", status.Logs.HeldSince, status.Logs.HeldReason, status.Logs.RetryingSince, status.Logs.RetryReason, status.Logs.LastSuccess);
            WriteSignal(
                json, "metrics", status.Metrics.HeldSince, status.Metrics.HeldReason, status.Metrics.RetryingSince, status.Metrics.RetryReason, status.Metrics.LastSuccess);
            json.WriteEndObject();
            if (status.Lease is { } lease)
            {
                json.WriteStartObject("lease");
                json.WriteString("name", lease.Name);
                json.WriteString("holder", lease.Holder);
                json.WriteBoolean("leads", lease.Epoch is not null);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteLoops(Utf8JsonWriter json, IReadOnlyList<LoopStatus> loops)
    {
        json.WriteStartObject("loops");
        foreach (var loop in loops)
        {
            json.WriteString(loop.Name, loop.Turns ? "turns" : loop.Failure ?? "has ended");
        }

        json.WriteEndObject();
    }

    private static void WriteSignal(
        Utf8JsonWriter json, string name, DateTimeOffset? held, string? heldReason, DateTimeOffset? retrying, string? retryReason, DateTimeOffset? lastSuccess)
    {
        json.WriteStartObject(name);
        json.WriteString("state", held is not null ? "held" : retrying is not null ? "retrying" : "moving");
        if ((held ?? retrying) is { } since)
        {
            json.WriteString("since", since);
            json.WriteString("reason", held is not null ? heldReason : retryReason);
        }

        if (lastSuccess is { } last)
        {
            json.WriteString("lastSuccess", last);
        }

        json.WriteEndObject();
    }
}
