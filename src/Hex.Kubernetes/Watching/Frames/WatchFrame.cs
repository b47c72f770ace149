using System.Text.Json;

namespace Hex.Kubernetes;

internal enum WatchEventType : byte
{
    Unknown,
    Added,
    Modified,
    Deleted,
    Bookmark,
    Error,
}

/// <summary>
/// One line of a watch (meta/v1 WatchEvent): <c>{"type":"ADDED","object":{…}}</c>. The object is not decoded here, only found.
/// </summary>
internal readonly ref struct WatchFrame
{
    private WatchFrame(WatchEventType type, ReadOnlySpan<byte> @object)
    {
        Type = type;
        Object = @object;
    }

    public WatchEventType Type { get; }

    public ReadOnlySpan<byte> Object { get; }

    /// <summary>False when the line is no frame: not JSON where it was looked at, or without its two fields.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out WatchFrame frame)
    {
        frame = default;
        try
        {
            var json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 512 });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            var type = WatchEventType.Unknown;
            var found = ReadOnlySpan<byte>.Empty;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("type"u8))
                {
                    json.Read();
                    type = json.TokenType == JsonTokenType.String ? Parse(json.ValueSpan) : WatchEventType.Unknown;
                }
                else if (!json.ValueTextEquals("object"u8))
                {
                    json.Skip();
                }
                else if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                {
                    return false;
                }
                else if (type == WatchEventType.Unknown)
                {
                    var start = (int)json.TokenStartIndex;
                    json.Skip();
                    found = line[start..(int)json.BytesConsumed];
                }
                else
                {
                    // The object comes last in every frame a server writes; its brackets are counted, its fields are left to the projection.
                    return TryRest(line, (int)json.TokenStartIndex, type, out frame);
                }
            }

            frame = new WatchFrame(type, found);
            return found.Length > 0 && type != WatchEventType.Unknown;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryRest(ReadOnlySpan<byte> line, int start, WatchEventType type, out WatchFrame frame)
    {
        var scanner = default(JsonValueScanner);
        var rest = line[start..];
        var isFrame = scanner.TryFindEnd(rest) && rest[scanner.Scanned..].Trim(" \r\t"u8).SequenceEqual("}"u8);
        frame = isFrame ? new WatchFrame(type, rest[..scanner.Scanned]) : default;
        return isFrame;
    }

    private static WatchEventType Parse(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("MODIFIED"u8) ? WatchEventType.Modified
        : type.SequenceEqual("ADDED"u8) ? WatchEventType.Added
        : type.SequenceEqual("DELETED"u8) ? WatchEventType.Deleted
        : type.SequenceEqual("BOOKMARK"u8) ? WatchEventType.Bookmark
        : type.SequenceEqual("ERROR"u8) ? WatchEventType.Error : WatchEventType.Unknown;

    /// <summary>
    /// The resourceVersion of the object: where a watch goes on from. For a bookmark also whether it ends the initial events.
    /// </summary>
    /// <returns>Null when there is none: the frame is bad.</returns>
    public string? ReadVersion(out bool isInitialEventsEnd)
    {
        isInitialEventsEnd = false;
        string? version = null;
        try
        {
            var json = new Utf8JsonReader(Object, new JsonReaderOptions { MaxDepth = 512 });
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (!json.ValueTextEquals("metadata"u8))
                {
                    json.Skip();
                    continue;
                }

                if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                {
                    return null;
                }

                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    if (json.ValueTextEquals("resourceVersion"u8))
                    {
                        json.Read();
                        version = json.TokenType == JsonTokenType.String && json.ValueSpan.Length is > 0 and <= 128 ? json.GetString() : null;
                        if (Type != WatchEventType.Bookmark)
                        {
                            return version;
                        }
                    }
                    else if (Type == WatchEventType.Bookmark && json.ValueTextEquals("annotations"u8))
                    {
                        isInitialEventsEnd = ReadInitialEventsEnd(ref json);
                    }
                    else
                    {
                        json.Skip();
                    }
                }

                return version;
            }

            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool ReadInitialEventsEnd(ref Utf8JsonReader json)
    {
        var isEnd = false;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isMark = json.ValueTextEquals("k8s.io/initial-events-end"u8);
            json.Read();
            isEnd |= isMark && json.TokenType == JsonTokenType.String && json.ValueTextEquals("true"u8);
            json.Skip();
        }

        return isEnd;
    }
}
