using Hex.Agent.Commands;
using Hex.Agent.Memory;

// The commonest question of scripts and health checks is answered without building the command tree.
if (args is ["version" or "--version"])
{
    return VersionCommand.Run(Console.Out);
}

NativeHeap.Tighten();
return await AgentCommands.RunAsync(args);
