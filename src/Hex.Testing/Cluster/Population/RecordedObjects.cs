using System.Text.Json.Nodes;
using Hex.Testing.Cluster.Json;
using Hex.Testing.Cluster.Resources;

namespace Hex.Testing.Cluster.Population;

/// <summary>One recorded object, its bytes and its parsed form.</summary>
internal sealed record RecordedObject(byte[] Json, JsonObject Node)
{
    public string Name => Metadata("name");

    public string Namespace => Metadata("namespace");

    public string Uid => Metadata("uid");

    public string OwnerUid => Node["metadata"]!["ownerReferences"]?[0]?["uid"]?.GetValue<string>() ?? "";

    public string Text(string outer, string inner) => Node[outer]?[inner]?.GetValue<string>() ?? "";

    private string Metadata(string name) => ObjectMetadata.Text((JsonObject?)Node["metadata"], name);
}

/// <summary>The recorded objects templates are cut from.</summary>
internal sealed class RecordedObjects(bool managedFields)
{
    private readonly Dictionary<string, List<RecordedObject>> _lists = [];

    public IReadOnlyList<RecordedObject> All(string list)
    {
        if (!_lists.TryGetValue(list, out var objects))
        {
            objects = [.. RecordedList.Parse(RecordedFiles.Read(list + ".json")).Items.Select(Read)];
            _lists.Add(list, objects);
        }

        return objects;
    }

    private RecordedObject Read(byte[] json)
    {
        var node = ObjectJson.ToNode(json);
        if (managedFields)
            return new(json, node);
        ((JsonObject)node["metadata"]!).Remove("managedFields");
        return new(GoJson.Serialize(node), node);
    }

    public RecordedObject Named(string list, string name) => All(list).First(o => o.Name == name);

    public RecordedObject OwnedBy(string list, RecordedObject owner) => All(list).First(o => o.OwnerUid == owner.Uid);
}
