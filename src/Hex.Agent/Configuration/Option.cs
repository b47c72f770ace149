namespace Hex.Agent.Configuration;

/// <summary>One thing that can be configured: everything the program and its documentation know about it.</summary>
internal abstract class Option(string key)
{
    /// <summary>The dotted key in YAML and <c>--set</c>, e.g. <c>server.apiKeyFile</c>.</summary>
    public string Key { get; } = key;

    /// <summary>The environment variable, e.g. <c>HEX_SERVER__API_KEY_FILE</c>.</summary>
    public string Variable { get; } = VariableName.Of(key);

    /// <summary>What it does, in a sentence or two.</summary>
    public required string Doc { get; init; }

    /// <summary>The default as YAML would hold it.</summary>
    public required string Default { get; init; }

    /// <summary>Defaults of profiles where they differ.</summary>
    public IReadOnlyDictionary<Profile, string> ProfileDefaults { get; init; } = new Dictionary<Profile, string>();

    /// <summary>True when the value must appear in no output.</summary>
    public bool IsSecret { get; init; }

    /// <summary>True when entries below the key are the user's own names: <c>server.headers.x-tenant</c>.</summary>
    public abstract bool IsMap { get; }

    /// <summary>See <see cref="OptionKind{T}.Name"/>.</summary>
    public abstract string KindName { get; }

    /// <summary>See <see cref="OptionKind{T}.Allowed"/>.</summary>
    public abstract string Allowed { get; }

    /// <summary>The default under a profile.</summary>
    public string DefaultOf(Profile profile) => ProfileDefaults.GetValueOrDefault(profile, Default);

    /// <summary>Reads a value; null and a message when it is not allowed.</summary>
    public abstract OptionValue? Read(RawValue raw, Origin origin, out string? problem);
}

/// <inheritdoc/>
/// <typeparam name="T">What a value is to the program.</typeparam>
internal sealed class Option<T>(string key, OptionKind<T> kind) : Option(key)
{
    public override bool IsMap => kind is Kinds.MapKind;

    public override string KindName => kind.Name;

    public override string Allowed => kind.Allowed;

    /// <summary>A value as YAML would hold it, secrets masked.</summary>
    public string Shown(T value) => IsSecret ? kind.WriteMasked(value) : kind.Write(value);

    public override OptionValue? Read(RawValue raw, Origin origin, out string? problem)
    {
        if (!kind.TryRead(raw, out var value, out var part))
        {
            var what = IsSecret ? "the value" : Printable.Quote(part ?? raw.Text);
            problem = $"{what} is not {(part is null ? "a valid" : "valid in a")} {kind.Name}; allowed: {kind.Allowed}";
            return null;
        }

        problem = null;
        return new OptionValue<T>(this, value, origin);
    }
}
