using System.CommandLine;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Simulation.Cluster;
using AkkaCoded.Simulation.Faults;
using AkkaCoded.Simulation.Report;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary><c>simulate</c>: policies on the same delays, before anybody pays for a cluster.
/// </summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var policies = new Option<string?>("--policies")
        {
            Description = "Which, with commas or semicolons: wait-all, exact:FAMILY:s=N, "
                + "approximate:FAMILY:s=N,error-max=E, count:FAMILY:s=N, backup:b=N, async, "
                + "ssp:s=N, local-sgd:h=N, auto, gc-mu:s=N, sr-sgc:b=B,w=W,lambda=L, "
                + "m-sgc:b=B,w=W,lambda=L, partial:s=N, lb-bsp, speculative, k-sync:k=N, "
                + "dsag:k=N; docs/simulator.md.",
        };
        var options = new SimulateOptions();
        var command = new Command(
            "simulate",
            "Compare policies on the same delays in virtual time. Example: simulate --law "
                + "\"shifted-exponential(rate=10, load=additive)\" --workers 24 --steps 500; "
                + "simulate --trace times.csv --slope 0.5x --report report.html")
        {
            policies,
        };
        var job = new JobArguments(command, isJobRequired: false);
        options.AddTo(command);
        command.Add(SimulateCompareCommand.Create());
        command.Add(FaultVerbs.Create());
        command.SetAction(parsed =>
        {
            var input = SimulateInput.Read(options, job, parsed);
            var asked = parsed.GetValue(policies)
                ?? DefaultPolicies.Of(input.Cluster.Workers, input.JobPolicy);
            var result = Run(input, asked, parsed);
            WriteReport(options, parsed, result, Again(input, asked, parsed));
            if (parsed.GetValue(options.Json))
            {
                CommandOutput.Json(
                    parsed.InvocationConfiguration.Output, SimulationJson.Of(result));
            }
            else
            {
                SimulationText.Write(parsed.InvocationConfiguration.Output, result);
            }
        });
        return command;
    }

    /// <summary>Runs the policies; on a terminal it says which one is being run.</summary>
    public static SimulationResult Run(SimulateInput input, string policies, ParseResult parsed)
    {
        var isTerminal = ReferenceEquals(parsed.InvocationConfiguration.Error, Console.Error)
            && !Console.IsErrorRedirected;
        var result = PolicyComparison.Run(
            input.Cluster, SimulatedPolicy.ParseList(policies),
            isTerminal ? policy => Console.Error.WriteLine($"simulating {policy.Text}") : null);
        return result with { Source = SimulateSource.Describe(input.Cluster.Delays) };
    }

    public static void WriteReport(
        SimulateOptions options, ParseResult parsed, SimulationResult result, string command)
    {
        if (parsed.GetValue(options.Report) is { } file)
        {
            OutputFile.Write(
                options.Report.Name, file, SimulationReport.ToHtml(result, command),
                isForced: true);
        }
    }

    /// <summary>The command with the policies and the seed that were taken.</summary>
    public static string Again(SimulateInput input, string policies, ParseResult parsed)
    {
        var tokens = parsed.Tokens.Select(token => Quoted(token.Value)).ToList();
        foreach (var (option, value) in new[]
            {
                ("--policies", policies), ("--seed", $"{input.Cluster.Seed}"),
            })
        {
            if (!tokens.Contains(option) && !tokens.Contains("compare"))
            {
                tokens.Add($"{option} {Quoted(value)}");
            }
        }

        return "./akkacoded " + string.Join(' ', tokens);
    }

    private static string Quoted(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || "-_./,:=".Contains(c))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
