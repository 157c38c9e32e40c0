using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Security;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>coordinator</c>: the process that jobs are submitted to.</summary>
internal sealed class CoordinatorCommand
{
    private const int TokenBytes = 32;

    private readonly Option<string?> _listen = new("--listen")
    {
        Description = "Address and port to listen on, such as 0.0.0.0:7400 (cluster.listen).",
    };

    private readonly Option<string?> _advertise = new("--advertise")
    {
        Description = "Name or address under which nodes reach it (cluster.advertise).",
    };

    private readonly Option<bool> _insecure = new("--insecure")
    {
        Description = "Off loopback in the clear, without certificates (cluster.insecure).",
    };

    private readonly Option<string?> _certificates = new("--certificates")
    {
        Description = "Folder of this node's certificates (cluster.certificates).",
    };

    private readonly Option<string?> _folder = new("--folder")
    {
        Description = "Folder of jobs, runs and checkpoints (cluster.folder).",
    };

    private readonly MachineArguments _machine;

    private CoordinatorCommand(Command command)
    {
        command.Add(_listen);
        command.Add(_advertise);
        command.Add(_insecure);
        command.Add(_certificates);
        command.Add(_folder);
        _machine = new MachineArguments(command);
    }

    public static Command Create()
    {
        var command = new Command(
            "coordinator",
            "Run the coordinator of a cluster. Example: coordinator --listen 127.0.0.1:7400");
        var verb = new CoordinatorCommand(command);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var streams = parsed.InvocationConfiguration;
        var error = TextWriter.Synchronized(streams.Error);
        var (settings, token) = Settings(parsed, line => error.WriteLine($"akkacoded: {line}"));
        if (ReachRules.CheckListen(
            settings.Options.Listen.Address, settings.Identity is not null,
            settings.Token is not null, settings.Options.IsInsecure) is { } warning)
        {
            error.WriteLine($"akkacoded: {warning}");
        }

        await using var process = await CoordinatorProcess.StartAsync(
            settings, _machine.NodeFile(parsed));
        Announce(streams.Output, process, token);
        var stopped = Task.WhenAny(
            Task.Delay(Timeout.Infinite, cancellation), process.Host.Ended);
        if (await Task.WhenAny(process.InCharge, stopped) == process.InCharge)
        {
            await process.InCharge;
            streams.Output.WriteLine(Ready(process));
            await stopped;
        }

        if (!cancellation.IsCancellationRequested)
        {
            error.WriteLine(
                "akkacoded: the cluster has taken this coordinator out; start it again");
            return ExitCode.Failed;
        }

        error.WriteLine("akkacoded: stopping; every job keeps its last whole step");
        return ExitCode.Stopped;
    }

    /// <summary>What the host is given, and where the token comes from, in words.</summary>
    private (CoordinatorSettings Settings, string Token) Settings(
        ParseResult parsed, Action<string> log)
    {
        var config = _machine.Load(parsed, Overrides(parsed));
        var variable = Environment.GetEnvironmentVariable(ClusterNames.TokenVariable);
        var settings = CoordinatorSettings.Of(config, variable) with
        {
            Log = log,
        };
        if (settings.Token is not null)
        {
            var isVariable = !string.IsNullOrEmpty(variable);
            return (settings, $"from {(isVariable ? ClusterNames.TokenVariable
                : config.SourceOf("coded.cluster.token"))}");
        }

        if (IPAddress.IsLoopback(settings.Options.Listen.Address) || settings.Options.IsInsecure)
        {
            return (settings, "none: whoever reaches the port may run jobs");
        }

        var drawn = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        return (
            settings with { Token = drawn },
            $"made for this start; workers and commands want {ClusterNames.TokenVariable}={drawn}");
    }

    private IEnumerable<string> Overrides(ParseResult parsed)
    {
        (string Key, string? Text)[] given =
        [
            ("cluster.listen", parsed.GetValue(_listen)),
            ("cluster.advertise", parsed.GetValue(_advertise)),
            ("cluster.certificates", parsed.GetValue(_certificates)),
            ("cluster.folder", parsed.GetValue(_folder)),
        ];
        foreach (var (key, text) in given)
        {
            if (text is not null)
            {
                yield return TrainArguments.Setting(key, text);
            }
        }

        if (parsed.GetValue(_insecure))
        {
            yield return "cluster.insecure=on";
        }
    }

    private static void Announce(TextWriter output, CoordinatorProcess process, string token)
    {
        var host = process.Host;
        var address = host.Address.GetLeftPart(UriPartial.Authority);
        output.WriteLine($"coordinator  {address}");
        output.WriteLine($"page         {address}/");
        output.WriteLine($"token        {token}");
        output.WriteLine($"jobs         "
            + Path.GetFullPath(CoordinatorProcess.FolderOf(host.Settings.Options)));
        output.WriteLine($"add workers  ./akkacoded worker --coordinator {address}");
    }

    private static string Ready(CoordinatorProcess process)
    {
        var open = process.Jobs.List().Count(view => !view.Job.State.IsOver());
        return open == 0 ? "ready" : $"ready; {open} jobs are not over";
    }
}
