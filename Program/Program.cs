using AkkaCoded.Coordinator.CommandLine;

return CommandLineHost.Run(args, Console.Out, Console.Error);
