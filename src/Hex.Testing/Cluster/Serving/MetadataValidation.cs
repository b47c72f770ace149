using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hex.Testing.Cluster.Serving;

/// <summary>The checks of metadata a client can run into.</summary>
internal static partial class MetadataValidation
{
    /// <summary>All annotations of an object together, keys and values.</summary>
    public const int LargestAnnotations = 256 * 1024;

    public static void Check(ApiResource resource, string name, JsonObject body)
    {
        var kind = WriteHandler.KindOf(resource);
        if (name.Length > 253 || !Subdomain().IsMatch(name))
            throw ApiException.Invalid(kind, name, "metadata.name", "FieldValueInvalid",
                $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character");
        var size = 0;
        foreach (var field in (string[])["labels", "annotations"])
        {
            if (body["metadata"]![field] is not JsonObject map)
                continue;
            foreach (var (key, value) in map)
            {
                if (value is not JsonValue text || !text.TryGetValue(out string? content))
                    throw ApiException.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: json: cannot unmarshal metadata.{field}.{key} into Go struct field ObjectMeta.metadata.{field} of type string");
                if (field == "annotations")
                    size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(content);
            }
        }

        if (size > LargestAnnotations)
            throw ApiException.Invalid(kind, name, "metadata.annotations", "FieldValueTooLong", $"Too long: may not be more than {LargestAnnotations} bytes");
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subdomain();
}
