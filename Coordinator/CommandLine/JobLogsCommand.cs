using System.CommandLine;
using System.Text;
using AkkaCoded.Coordinator.Api;
using AkkaCoded.Coordinator.Service;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>job logs</c>: what a job has said so far, or until it is over.</summary>
internal static class JobLogsCommand
{
    public static Command Create()
    {
        var id = JobCommands.Id();
        var follow = new Option<bool>("--follow", "-f")
        {
            Description = "Go on until the job is over.",
        };
        var from = new Option<long>("--from")
        {
            Description = "Leave out the lines before this one, counted from 0.",
            DefaultValueFactory = _ => 0,
        };
        var command = new Command("logs", "Show the log of a job; --json: one object a line.")
        {
            id, follow, from,
        };
        var arguments = new ClusterArguments(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var streams = parsed.InvocationConfiguration;
            var isJson = arguments.IsJson(parsed);
            using var client = arguments.Connect(parsed);
            var follower = new LogFollower(client, streams.Error, TimeProvider.System);
            var (job, first) = (parsed.GetRequiredValue(id), parsed.GetRequiredValue(from));
            if (!parsed.GetValue(follow))
            {
                await follower.ReadAsync(job, first, Show, cancellation);
                return ExitCode.Done;
            }

            return LogFollower.ExitCodeOf(
                await follower.FollowAsync(job, first, Show, cancellation));

            void Show(LogLine line) => streams.Output.WriteLine(
                isJson ? Encoding.UTF8.GetString(line.ToJson()) : line.ToText());
        });
        return command;
    }
}
