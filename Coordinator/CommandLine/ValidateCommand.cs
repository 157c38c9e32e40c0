using System.CommandLine;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// <c>validate</c>: reads a job's whole configuration, opens its data, builds its model, tries its
/// code on the losses it is meant for, and trains nothing.
/// </summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var json = Options.Json();
        var command = new Command(
            "validate",
            "Check a job without starting it: configuration, data, model, gradient code, faults; "
                + "what a step will cost.")
        {
            json,
        };
        var job = new JobArguments(command, isJobRequired: true);
        command.SetAction(parsed =>
        {
            var report = ValidateReport.Of(job.Load(parsed));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                CommandOutput.Json(output, report);
            }
            else
            {
                ValidateText.Write(report, output);
            }
        });
        return command;
    }
}
