using System.CommandLine;
using AkkaCoded.Coordinator.Api;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>job</c>: what a cluster trains.</summary>
internal static class JobCommands
{
    public static Command Create()
    {
        var list = new Command("list", "List the jobs of a cluster.");
        var job = new Command("job", "Submit jobs to a cluster, follow and steer them.")
        {
            list,
            JobSubmitCommand.Create(),
            Describe(),
            JobLogsCommand.Create(),
            Change("pause", "Stop a job after its step under way, with a checkpoint."),
            Change("resume", "Let a job that pauses or has failed go on."),
            Change("cancel", "End a job for good; what it trained stays in its folder."),
            Fault(),
        };
        var arguments = new ClusterArguments(list, job);
        list.SetAction((parsed, cancellation) => ListAsync(arguments, parsed, cancellation));
        job.Action = list.Action;
        return job;
    }

    public static Argument<string> Id() => new("id") { Description = "Id of the job." };

    /// <summary>Path of a job; an id that is none is refused by the coordinator.</summary>
    public static string PathOf(string id) =>
        $"{ApiRoutes.Root}/jobs/{Uri.EscapeDataString(id)}";

    private static async Task<int> ListAsync(
        ClusterArguments arguments, ParseResult parsed, CancellationToken cancellation)
    {
        using var client = arguments.Connect(parsed);
        var jobs = await client.GetAsync<List<JobJson>>(ApiRoutes.Root + "/jobs", cancellation);
        var output = parsed.InvocationConfiguration.Output;
        if (arguments.IsJson(parsed))
        {
            CommandOutput.Json(output, jobs);
        }
        else
        {
            ClusterText.WriteJobs(output, jobs);
        }

        return ExitCode.Done;
    }

    private static Command Describe()
    {
        var id = Id();
        var command = new Command("describe", "Show a job, its workers and what happened to it.")
        {
            id,
        };
        var arguments = new ClusterArguments(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = arguments.Connect(parsed);
            var job = await client.GetAsync<JobDetailsJson>(
                PathOf(parsed.GetRequiredValue(id)), cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (arguments.IsJson(parsed))
            {
                CommandOutput.Json(output, job);
            }
            else
            {
                ClusterText.WriteJob(output, job);
            }
        });
        return command;
    }

    private static Command Change(string verb, string description)
    {
        var id = Id();
        var command = new Command(verb, description) { id };
        var arguments = new ClusterArguments(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = arguments.Connect(parsed);
            var job = await client.PostAsync<JobJson>(
                $"{PathOf(parsed.GetRequiredValue(id))}/{verb}", null, cancellation);
            Write(parsed, arguments, job);
        });
        return command;
    }

    private static Command Fault()
    {
        var id = Id();
        var fault = new Argument<string[]>("fault")
        {
            Description = "The fault, such as: slow worker=2 factor=8 (docs/chaos.md).",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("chaos", "Inject a fault into a job that runs.") { id, fault };
        var arguments = new ClusterArguments(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = arguments.Connect(parsed);
            var text = string.Join(' ', parsed.GetRequiredValue(fault));
            var job = await client.PostAsync<JobJson>(
                $"{PathOf(parsed.GetRequiredValue(id))}/faults", text, cancellation);
            Write(parsed, arguments, job);
        });
        return command;
    }

    private static void Write(ParseResult parsed, ClusterArguments arguments, JobJson job)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (arguments.IsJson(parsed))
        {
            CommandOutput.Json(output, job);
            return;
        }

        output.WriteLine(job.Intent is null
            ? $"{job.Id}: {job.Summary}"
            : $"{job.Id}: {job.Summary}; will {job.Intent} after the step under way");
    }
}
