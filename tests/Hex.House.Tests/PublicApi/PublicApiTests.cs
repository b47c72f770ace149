using Hex.House.Tests.ApiText;
using Hex.Shared;

namespace Hex.House.Tests.PublicApi;

/// <summary>A package's public API changes only where someone has looked at the change: it equals the approved file beside this one.</summary>
public class PublicApiTests
{
    [Theory]
    [MemberData(nameof(Library.Names), MemberType = typeof(Library))]
    public void Public_api_is_the_approved_one(string name) =>
        Snapshot.Match(PublicApiText.Of(Library.Of(name).Load()), $"PublicApi/{name}");
}
