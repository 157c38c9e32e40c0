using System.CommandLine;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary><c>trace import</c> and <c>trace inspect</c>.</summary>
internal static class TraceCommands
{
    public static Command Create() => new(
        "trace", "Measured times of workers: bring them into shape, and what they mean for codes.")
    {
        TraceImportCommand.Create(),
        TraceInspectCommand.Create(),
    };
}
