using System.CommandLine;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>train</c>: over several workers, or with <c>--single</c> in one thread.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var single = new Option<bool>("--single")
        {
            Description = "Train on one thread: the reference for every distributed run.",
        };
        var command = new Command(
            "train",
            "Train a model over several workers. Example: train hocon/digits.conf")
        {
            single,
        };
        var arguments = new TrainArguments(command);
        var job = new JobArguments(command, isJobRequired: true);
        command.Validators.Add(result =>
        {
            if (result.GetValue(single) && arguments.IsProcesses(result))
            {
                result.AddError("--single and --processes exclude each other.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            var given = arguments.Overrides(parsed).ToList();
            var streams = parsed.InvocationConfiguration;
            if (parsed.GetValue(single))
            {
                return Task.FromResult(SingleTraining.Run(
                    job.Load(parsed, given), arguments.IsJson(parsed), streams, cancellation));
            }

            return arguments.Training(parsed).RunAsync(
                more => job.Load(parsed, [.. more, .. given]), null, cancellation);
        });
        return command;
    }
}
