using System.Text.Json;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Simulation.CommandLine;

namespace AkkaCoded.Simulation.Tests;

/// <summary>One run of the command line in this process: exit code and what it printed.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static CommandRun Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = CommandLineHost.Run(arguments, output, error, SimulationVerbs.All());
        return new(exitCode, output.ToString(), error.ToString());
    }

    public JsonElement Json()
    {
        Assert.True(ExitCode == 0, Error);
        return JsonDocument.Parse(Output).RootElement;
    }
}
