using System.CommandLine;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>resume</c>: goes on with a run from its newest checkpoint.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run")
        {
            Description = "Folder of the run, such as runs/digits-20260101-120000.",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Override a key: --set code.workers=6. Wins over everything.",
            DefaultValueFactory = _ => [],
        };
        var command = new Command(
            "resume",
            "Go on with a run, on as many workers as you like. Example: resume "
            + "runs/digits-20260101-120000 --workers 6")
        {
            run, set,
        };
        var arguments = new TrainArguments(command);
        command.SetAction((parsed, cancellation) =>
        {
            var folder = RunFolder.OpenForResume(parsed.GetRequiredValue(run));
            string[] given = [.. arguments.Overrides(parsed), .. parsed.GetRequiredValue(set)];
            return arguments.Training(parsed).RunAsync(
                more => Load(folder, ["checkpoint.resume=on", .. more, .. given]), folder,
                cancellation);
        });
        return command;
    }

    /// <summary>The job as it was, with what was given now on top.</summary>
    private static LayeredConfig Load(RunFolder folder, IEnumerable<string> overrides) =>
        new ConfigLayers()
            .Module(typeof(TrainingJobOptions).Assembly)
            .JobFile(folder.JobConf)
            .ProcessEnvironment()
            .CommandLine(overrides)
            .Build();
}
