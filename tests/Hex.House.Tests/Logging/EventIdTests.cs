using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Hex.House.Tests.Logging;

/// <summary>A log event id names one event across all of Hex, so that an alert or a search can be built on it.</summary>
public class EventIdTests
{
    private static readonly Library[] Everyone = [.. Library.All, Library.Agent];

    [Fact]
    public void Event_ids_are_unique_across_all_libraries()
    {
        var events = Everyone.SelectMany(Events).ToList();
        Assert.NotEmpty(events);
        var duplicates = events.GroupBy(one => one.Id).Where(group => group.Count() > 1);
        Assert.Empty(duplicates.Select(group => $"{group.Key}: {string.Join(", ", group.Select(one => one.Where))}"));
    }

    [Fact]
    public void Event_ids_are_of_their_librarys_range()
    {
        var strangers = from library in Everyone
                        from one in Events(library)
                        where one.Id < library.FirstEventId || one.Id > library.LastEventId
                        select $"{one.Where} has {one.Id}; {library.Name} has {library.FirstEventId} to {library.LastEventId}";
        Assert.Empty(strangers);
    }

    private static IEnumerable<(int Id, string Where)> Events(Library library) =>
        from type in library.Load().GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
        where attribute is not null
        select (attribute.EventId, $"{type.FullName}.{method.Name}");
}
