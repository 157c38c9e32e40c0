using System.CommandLine;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary>The verbs that this project adds to the command line.</summary>
public static class SimulationVerbs
{
    /// <summary><c>simulate</c> and <c>trace</c>, for <c>CommandLineHost.Run</c>.</summary>
    public static IReadOnlyList<Command> All() =>
        [SimulateCommand.Create(), TraceCommands.Create()];
}
