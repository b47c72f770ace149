using Hex.Bench;

return await Commands.RunAsync(args);
