using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Hex.House.Tests.ApiText;

/// <summary>The members a type shows to callers and to derived types, one line each, sorted within their kind.</summary>
internal static class MemberText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> All(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var fields = type.GetFields(Declared)
            .Where(field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName)
            .Select(field => Field(field, nullability));
        var constructors = type.GetConstructors(Declared)
            .Where(one => IsVisible(one) && !one.IsStatic && !one.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(one => $"{Access(one)} {TypeName.Declared(type).Split('<')[0]}({Parameters(one)});");
        var properties = type.GetProperties(Declared)
            .Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible) && property.Name != "EqualityContract")
            .Select(property => Property(property, nullability));
        var events = type.GetEvents(Declared)
            .Where(one => IsVisible(one.AddMethod!))
            .Select(one => $"{Modifiers(one.AddMethod!)}event {TypeName.Of(one.EventHandlerType!)} {one.Name};");
        var methods = type.GetMethods(Declared)
            .Where(method => IsVisible(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !IsAccessor(method))
            .Where(method => !(method.IsPrivate && method.IsFinal) && method.Name != "Finalize")
            .Select(method => $"{Modifiers(method)}{Signature(method, Name(method))};");
        return new[] { fields, constructors, properties, events, methods }.SelectMany(kind => kind.Order(StringComparer.Ordinal));
    }

    public static string Signature(MethodInfo method, string name)
    {
        var info = new NullabilityInfoContext().Create(method.ReturnParameter);
        var by = method.ReturnType.IsByRef ? (method.ReturnParameter.IsDefined(typeof(IsReadOnlyAttribute)) ? "ref readonly " : "ref ") : "";
        return $"{by}{TypeName.Of(method.ReturnType, info)} {name}({Parameters(method)}){TypeName.Constraints(method.IsGenericMethod ? method.GetGenericArguments() : [])}";
    }

    private static string Name(MethodInfo method) =>
        method.IsGenericMethod ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(one => one.Name))}>" : method.Name;

    private static string Field(FieldInfo field, NullabilityInfoContext nullability)
    {
        var type = TypeName.Of(field.FieldType, nullability.Create(field));
        var access = field.IsPublic ? "public" : "protected";
        return field.IsLiteral
            ? $"{access} const {type} {field.Name} = {Literal(field.GetRawConstantValue())};"
            : $"{access} {(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name};";
    }

    private static string Property(PropertyInfo property, NullabilityInfoContext nullability)
    {
        var info = nullability.Create(property);
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToList();
        var widest = accessors.Find(one => one.IsPublic) ?? accessors[0];
        var parts = accessors.OrderByDescending(one => one == property.GetMethod).Select(one =>
            (one.IsPublic == widest.IsPublic ? "" : "protected ") + (one == property.GetMethod ? "get;" : IsInit(one) ? "init;" : "set;"));
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var by = property.PropertyType.IsByRef ? "ref " : "";
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(one => $"{TypeName.Of(one.ParameterType)} {one.Name}"))}]";
        return $"{Modifiers(widest)}{required}{by}{TypeName.Of(property.PropertyType, info)} {name} {{ {string.Join(' ', parts)} }}";
    }

    private static string Parameters(MethodBase method)
    {
        var nullability = new NullabilityInfoContext();
        var extension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select((parameter, index) =>
        {
            var prefix = extension && index == 0 ? "this " : "";
            prefix += parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
            prefix += !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
            var value = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue, parameter.ParameterType) : "";
            return $"{prefix}{TypeName.Of(parameter.ParameterType, nullability.Create(parameter))} {parameter.Name}{value}";
        }));
    }

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return method.IsStatic ? (method.IsAbstract ? "static abstract " : "static ") : method.IsAbstract ? "" : "virtual ";
        }

        var overrides = method.GetBaseDefinition() != method;
        var kind = method.IsStatic ? "static "
            : method.IsAbstract ? (overrides ? "abstract override " : "abstract ")
            : overrides ? (method.IsFinal ? "sealed override " : "override ")
            : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
        return $"{Access(method)} {kind}";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Literal(object? value, Type? type = null) => value switch
    {
        null => type?.IsValueType == true && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        char one => $"'{one}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
