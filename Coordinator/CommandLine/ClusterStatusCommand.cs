using System.CommandLine;
using AkkaCoded.Coordinator.Api;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>cluster status</c>: coordinator, nodes and jobs at a glance.</summary>
internal static class ClusterStatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Show coordinator, nodes and jobs.");
        var arguments = new ClusterArguments(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = arguments.Connect(parsed);
            var status = await client.GetAsync<ClusterJson>(
                ApiRoutes.Root + "/cluster/status", cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (arguments.IsJson(parsed))
            {
                CommandOutput.Json(output, status);
            }
            else
            {
                Write(output, status);
            }
        });
        return command;
    }

    private static void Write(TextWriter output, ClusterJson status)
    {
        var coordinator = status.Coordinator;
        output.WriteLine($"coordinator {coordinator.Address}, "
            + $"{(coordinator.IsInCharge ? "in charge" : "not in charge")}, version "
            + $"{coordinator.Version} ({coordinator.Engine}); "
            + $"{(coordinator.HasTls ? "mutual TLS" : "in the clear")}, "
            + $"{(coordinator.HasToken ? "token" : "no token")}");
        output.WriteLine();
        WriteNodes(output, status.Nodes);
        output.WriteLine();
        WriteJobs(output, status.Jobs);
    }

    private static void WriteNodes(TextWriter output, IReadOnlyList<NodeJson> nodes)
    {
        var byState = nodes.GroupBy(ClusterText.StateOf)
            .Select(group => $"{group.Count()} {group.Key}");
        var used = nodes.Sum(node => node.Partitions.Count);
        var slots = nodes.Where(node => node.State == "up").Sum(node => node.Slots);
        output.WriteLine($"nodes: {(nodes.Count == 0 ? "none" : string.Join(", ", byState))}; "
            + $"{used} partitions on {slots} slots that are up");
        if (nodes.Count > 0)
        {
            ClusterText.WriteNodes(output, nodes);
        }
    }

    private static void WriteJobs(TextWriter output, IReadOnlyList<JobJson> jobs)
    {
        var byState = jobs.GroupBy(job => job.State)
            .Select(group => $"{group.Count()} {group.Key}");
        output.WriteLine($"jobs: {(jobs.Count == 0 ? "none" : string.Join(", ", byState))}");
        if (jobs.Count > 0)
        {
            ClusterText.WriteJobs(output, jobs);
        }
    }
}
