using System.CommandLine;
using System.Globalization;
using AkkaCoded.Coordinator.Api;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>worker list</c>, <c>drain</c>, <c>quarantine</c>, <c>release</c>: the nodes of a
/// cluster.</summary>
internal static class WorkerAdminCommands
{
    public static IEnumerable<Command> All() =>
    [
        List(),
        Change("drain", "Move a node's partitions to others, so that it can be taken away.", null),
        Change(
            "quarantine", "Keep a node free of partitions, for a while or until it is released.",
            new Option<long?>("--seconds")
            {
                Description = "Release it after so many seconds; default: never.",
            }),
        Change("release", "Let a node have partitions again.", null),
    ];

    private static Command List()
    {
        var command = new Command("list", "List the worker nodes of a cluster.");
        var arguments = new ClusterArguments(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = arguments.Connect(parsed);
            var nodes = await client.GetAsync<List<NodeJson>>(
                ApiRoutes.Root + "/workers", cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (arguments.IsJson(parsed))
            {
                CommandOutput.Json(output, nodes);
            }
            else
            {
                ClusterText.WriteNodes(output, nodes);
            }
        });
        return command;
    }

    private static Command Change(string verb, string description, Option<long?>? seconds)
    {
        var name = new Argument<string>("node") { Description = "Name of the node." };
        var command = new Command(verb, description) { name };
        if (seconds is not null)
        {
            command.Add(seconds);
        }

        var arguments = new ClusterArguments(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = arguments.Connect(parsed);
            var query = seconds is not null && parsed.GetValue(seconds) is { } given
                ? string.Create(CultureInfo.InvariantCulture, $"?seconds={given}")
                : "";
            var node = await client.PostAsync<NodeJson>(
                $"{ApiRoutes.Root}/workers/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}"
                + $"/{verb}{query}", null, cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (arguments.IsJson(parsed))
            {
                CommandOutput.Json(output, node);
            }
            else
            {
                output.WriteLine($"{node.Name}: {ClusterText.StateOf(node)}");
            }
        });
        return command;
    }
}
