using System.Text.Json;

namespace Hex.Testing.Cluster.Resources;

/// <summary>A recorded LIST body taken apart: its revision and the bytes of each item.</summary>
internal sealed record RecordedList(long Revision, IReadOnlyList<byte[]> Items)
{
    public static RecordedList Parse(byte[] body)
    {
        var items = new List<byte[]>();
        long revision = 0;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                using var metadata = JsonDocument.ParseValue(ref reader);
                if (metadata.RootElement.TryGetProperty("resourceVersion", out var version))
                    revision = long.Parse(version.GetString()!);
            }
            else if (reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    items.Add(body[start..(int)reader.BytesConsumed]);
                }
            }
            else
            {
                reader.Skip();
            }
        }

        return new(revision, items);
    }
}
