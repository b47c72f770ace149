namespace Quickstart.Page;

/// <summary>Style and script, out of the program itself: the page loads nothing from anywhere.</summary>
internal static class Assets
{
    public static OwnMarkup Style { get; } = Read("page.css");

    public static OwnMarkup Script { get; } = Read("page.js");

    private static OwnMarkup Read(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return new OwnMarkup(reader.ReadToEnd());
    }
}
