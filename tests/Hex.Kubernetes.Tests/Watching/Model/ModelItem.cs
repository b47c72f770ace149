using System.Text;
using System.Text.Json;

namespace Hex.Kubernetes.Tests.Watching.Model;

/// <summary>A user's own projection: any class with a name and a UID can be cached.</summary>
internal sealed record ModelItem(string Name, Uid Uid, int Value) : IKubernetesObject
{
    public string Namespace => "";

    public static ModelItem Project(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(json));
        var metadata = document.RootElement.GetProperty("metadata");
        return new ModelItem(
            metadata.GetProperty("name").GetString()!, Uid.Parse(metadata.GetProperty("uid").GetString()!), document.RootElement.GetProperty("value").GetInt32());
    }

    // The text holds all that a scanner of brackets may stumble over.
    public string Json(long version) =>
        $$$"""{"kind":"Item","metadata":{"name":"{{{Name}}}","uid":"{{{Uid}}}","resourceVersion":"{{{version}}}","annotations":{"a":"}]{[\"\\"}},"value":{{{Value}}}}""";
}
