using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hex.House.Tests.ApiText;

/// <summary>One type and what it shows: <c>public sealed class X : IY { … }</c>.</summary>
internal static class TypeText
{
    public static void Write(StringBuilder text, Type type, int indent)
    {
        var margin = new string(' ', indent * 4);
        if (type.IsDefined(typeof(FlagsAttribute)))
        {
            text.Append(margin).AppendLine("[Flags]");
        }

        if (type.GetCustomAttribute<ObsoleteAttribute>() is { } obsolete)
        {
            text.Append(margin).Append("[Obsolete(\"").Append(obsolete.Message).AppendLine("\")]");
        }

        if (typeof(Delegate).IsAssignableFrom(type) && type.GetMethod("Invoke") is { } invoke)
        {
            text.Append(margin).Append(Access(type)).Append(" delegate ").Append(MemberText.Signature(invoke, TypeName.Declared(type))).AppendLine(";");
            return;
        }

        text.Append(margin).Append(Header(type)).AppendLine();
        text.Append(margin).AppendLine("{");
        foreach (var member in type.IsEnum ? EnumMembers(type) : MemberText.All(type))
        {
            text.Append(margin).Append("    ").AppendLine(member);
        }

        foreach (var nested in type.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
                     .Where(nested => (nested.IsNestedPublic || nested.IsNestedFamily || nested.IsNestedFamORAssem) && !nested.Name.StartsWith('<'))
                     .OrderBy(nested => nested.Name, StringComparer.Ordinal))
        {
            text.AppendLine();
            Write(text, nested, indent + 1);
        }

        text.Append(margin).AppendLine("}");
    }

    private static string Access(Type type) => type.IsPublic || type.IsNestedPublic ? "public" : "protected";

    private static string Header(Type type)
    {
        var words = new List<string> { Access(type) };
        if (type is { IsClass: true, IsAbstract: true, IsSealed: true })
        {
            words.Add("static");
        }
        else if (type is { IsClass: true, IsAbstract: true })
        {
            words.Add("abstract");
        }
        else if (type is { IsClass: true, IsSealed: true })
        {
            words.Add("sealed");
        }

        if (type is { IsValueType: true, IsEnum: false })
        {
            words.AddRange(type.IsDefined(typeof(IsReadOnlyAttribute)) ? ["readonly"] : []);
            words.AddRange(type.IsByRefLike ? ["ref"] : []);
        }

        words.AddRange(IsRecord(type) ? ["record"] : []);
        words.Add(type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class");
        words.Add(TypeName.Declared(type));
        var bases = Bases(type);
        return string.Join(' ', words) + (bases.Count > 0 ? " : " + string.Join(", ", bases) : "") + TypeName.Constraints(type.GetGenericArguments());
    }

    private static List<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetUnderlyingType(type) is var underlying && underlying == typeof(int) ? [] : [TypeName.Of(underlying)];
        }

        var bases = new List<string>();
        if (type.IsClass && type.BaseType is { } parent && parent != typeof(object))
        {
            bases.Add(TypeName.Of(parent));
        }

        var inherited = type.GetInterfaces().SelectMany(one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        bases.AddRange(type.GetInterfaces()
            .Where(one => !inherited.Contains(one) && (one.IsPublic || one.IsNestedPublic) && !(IsRecord(type) && one.Name == "IEquatable`1"))
            .Select(one => TypeName.Of(one))
            .Order(StringComparer.Ordinal));
        return bases;
    }

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true);

    private static IEnumerable<string> EnumMembers(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Convert.ToDecimal(field.GetRawConstantValue())},");
}
