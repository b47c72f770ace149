using System.Text.Unicode;
using Google.Protobuf.Reflection;

namespace Hex.Testing.Otlp.Wire;

/// <summary>
/// Refuses text that is not UTF-8, which the generated C# code would quietly replace and servers in other languages refuse: proto3 strings
/// "must always contain UTF-8 encoded text".
/// </summary>
internal static class Utf8Check
{
    public static void Check(ReadOnlySpan<byte> message, MessageDescriptor type)
    {
        var fields = new WireReader(message);
        while (fields.Next())
        {
            if (!fields.IsBytes || type.FindFieldByNumber(fields.Field) is not { } field)
                continue;
            if (field.FieldType == FieldType.String)
                CheckText(fields.Bytes, field.FullName);
            else if (field.FieldType == FieldType.Message)
                Check(fields.Bytes, field.MessageType);
        }
    }

    public static void CheckText(ReadOnlySpan<byte> text, string field)
    {
        if (!Utf8.IsValid(text))
            throw new InvalidDataException($"The string field {field} is not UTF-8.");
    }
}
