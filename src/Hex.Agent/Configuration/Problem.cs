namespace Hex.Agent.Configuration;

/// <summary>One thing that is wrong with a configuration, and what would be right. Never holds a secret's value.</summary>
/// <param name="Origin">Where it is.</param>
/// <param name="Key">The key it is about; empty when it is about no key.</param>
/// <param name="Message">What is wrong and what would be right.</param>
internal sealed record Problem(Origin Origin, string Key, string Message)
{
    public override string ToString()
    {
        var about = Key.Length == 0 ? Message : $"{Key}: {Message}";
        return Origin.IsDefault ? about : $"{Origin}: {about}";
    }
}
