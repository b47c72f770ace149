global using Hex.Logs;
