using AkkaCoded.Coordinator.CommandLine;

namespace AkkaCoded.Coordinator.Record;

/// <summary>Shows a job to people while it runs; disposing it leaves its last state.</summary>
internal interface IProgressDisplay : IJobObserver, IDisposable
{
    /// <summary>The live view where <paramref name="output"/> is a terminal, plain lines
    /// elsewhere.</summary>
    static IProgressDisplay For(TextWriter output, ProgressPlan plan, TimeProvider time)
    {
        var console = CommandOutput.Console(output);
        return console.Profile.Capabilities.Ansi
            ? new LiveView(console, plan, time)
            : new PlainProgress(output, plan, time);
    }
}
