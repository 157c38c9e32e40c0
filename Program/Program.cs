using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Simulation.CommandLine;

return CommandLineHost.Run(args, Console.Out, Console.Error, SimulationVerbs.All());
