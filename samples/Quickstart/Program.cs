using Quickstart.Checking;
using Quickstart.Running;
using Quickstart.Terminal;

// dotnet run --project samples/Quickstart
// A simulated cluster, the real pipeline and a small backend in one process, and a page at http://127.0.0.1:8080/ of what the backend received.
if (!Options.TryParse(args, out var options, out var problem))
{
    await Console.Error.WriteLineAsync($"{problem}\n\n{Options.Usage}");
    return 2;
}

if (options.Help)
{
    Console.WriteLine(Options.Usage);
    return 0;
}

using var folder = TemporaryFolder.Create();
try
{
    await using var session = await Session.StartAsync(options, folder.Path);
    if (options.Check)
    {
        return await new StoryCheck(session, Console.Out, TimeProvider.System).RunAsync() ? 0 : 1;
    }

    if (session.Story is { } story)
    {
        session.Run(story.RunAsync);
    }

    session.Run(new ConsoleSummary(session, Console.Out, TimeProvider.System).RunAsync);
    await session.WaitAsync();
    return 0;
}
catch (Exception failure) when (failure is IOException or InvalidDataException or Microsoft.Extensions.Options.OptionsValidationException)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
