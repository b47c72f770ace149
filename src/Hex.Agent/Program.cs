using Hex.Agent.Commands;

// The commonest question of scripts and health checks is answered without building the command tree.
if (args is ["version" or "--version"])
{
    return VersionCommand.Run(Console.Out);
}

return await AgentCommands.RunAsync(args);
