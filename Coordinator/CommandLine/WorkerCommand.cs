using System.CommandLine;
using AkkaCoded.Coordinator.Health;
using AkkaCoded.Coordinator.Metrics;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>worker</c>: a worker node of a cluster; the verbs below it look after those that
/// run.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var command = new Command(
            "worker",
            "Run a worker node of a cluster. Example: worker --coordinator http://10.0.0.5:7400");
        var arguments = new WorkerArguments(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            arguments.Load(parsed), parsed.InvocationConfiguration,
            arguments.EndsWithParent(parsed), cancellation));
        foreach (var verb in WorkerAdminCommands.All())
        {
            command.Add(verb);
        }

        return command;
    }

    private static async Task<int> RunAsync(
        LayeredConfig config, InvocationConfiguration streams, bool endsWithParent,
        CancellationToken cancellation)
    {
        var settings = NodeHostSettings.Of(
            config, Environment.MachineName,
            Environment.GetEnvironmentVariable(ClusterNames.TokenVariable)) with
        {
            Log = line => streams.Error.WriteLine($"akkacoded: {line}"),
        };
        if (endsWithParent)
        {
            EndWith(Console.OpenStandardInput());
        }

        using var export = OtlpExport.Start(
            MetricsOptions.Read(config), NodeRoles.Worker, settings.Node.Name);
        await using var health = await StartHealthAsync(settings);
        var isDrained = await NodeHost.RunAsync(settings, cancellation);
        return isDrained ? ExitCode.Done : ExitCode.Stopped;
    }

    /// <summary>Null where the node is to tell nobody how it is.</summary>
    private static async Task<NodeHealthServer?> StartHealthAsync(NodeHostSettings settings)
    {
        if (settings.Node.Health is not { } endPoint)
        {
            return null;
        }

        var sight = settings.Sight;
        var server = await NodeHealthServer.StartAsync(
            endPoint, settings.Token,
            new NodeHealth(() => sight.System, () => sight.IsConnected, Telemetry.Patience));
        settings.Log($"health at {server.Address.GetLeftPart(UriPartial.Authority)}/health/ready");
        return server;
    }

    /// <summary>A parent that dies takes its end of the pipe with it, whatever it dies of.
    /// </summary>
    private static void EndWith(Stream parent)
    {
        var thread = new Thread(() =>
        {
            var ignored = new byte[64];
            try
            {
                while (parent.Read(ignored) > 0)
                {
                    // What a parent says means nothing; only its end does.
                }
            }
            catch (IOException)
            {
                // As good as the end.
            }

            StopSignals.EndProcess();
        })
        {
            IsBackground = true, Name = "parent",
        };
        thread.Start();
    }

    /// <summary>What can be said on the command line instead of in the machine's file.</summary>
    private sealed class WorkerArguments
    {
        private readonly Option<string[]> _coordinators = new("--coordinator")
        {
            Description = "Address of a coordinator, such as http://10.0.0.5:7400; one of each "
                + "where there are several.",
        };

        private readonly Option<string?> _name = new("--name")
        {
            Description = "Name of this node: unique in the cluster, the same after a restart.",
        };

        private readonly Option<int?> _slots = new("--slots")
        {
            Description = "Partitions that it computes side by side without slowing them down.",
        };

        private readonly Option<bool> _parent = new("--exit-with-parent")
        {
            Description = "End at once when standard input ends: whoever started it is gone.",
        };

        private readonly MachineArguments _machine;

        public WorkerArguments(Command command)
        {
            command.Add(_coordinators);
            command.Add(_name);
            command.Add(_slots);
            command.Add(_parent);
            _machine = new MachineArguments(command);
        }

        public bool EndsWithParent(ParseResult parsed) => parsed.GetValue(_parent);

        public LayeredConfig Load(ParseResult parsed) =>
            _machine.Load(parsed, Overrides(parsed));

        private IEnumerable<string> Overrides(ParseResult parsed)
        {
            if (parsed.GetValue(_coordinators) is { Length: > 0 } coordinators)
            {
                var quoted = coordinators.Select(address => $"\"{address}\"");
                yield return $"cluster.coordinators=[{string.Join(", ", quoted)}]";
            }

            if (parsed.GetValue(_name) is { } name)
            {
                yield return $"node.name={name}";
            }

            if (parsed.GetValue(_slots) is { } slots)
            {
                yield return $"node.slots={slots}";
            }
        }
    }
}
