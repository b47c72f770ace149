using System.Reflection;
using System.Text;

namespace Hex.House.Tests.ApiText;

/// <summary>Writes what an assembly shows to others as C#-like text, sorted, so that a change of it reads as a change of lines.</summary>
internal static class PublicApiText
{
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        text.Append("// ").AppendLine(assembly.GetName().Name);
        var types = assembly.GetExportedTypes().Where(IsOurs).GroupBy(type => type.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var space in types)
        {
            text.AppendLine().Append("namespace ").Append(space.Key).AppendLine(";");
            foreach (var type in space.Where(type => !type.IsNested).OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                text.AppendLine();
                TypeText.Write(text, type, indent: 0);
            }
        }

        return text.ToString();
    }

    /// <summary>Code that protoc generated follows its .proto file; that is reviewed instead.</summary>
    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("OpenTelemetry.Proto", StringComparison.Ordinal) != true;
}
