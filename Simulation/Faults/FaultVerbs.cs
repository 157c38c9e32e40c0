using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.CommandLine;

namespace AkkaCoded.Simulation.Faults;

/// <summary><c>simulate faults</c>: runs fault worlds, a thousand seeds or a single one again.
/// </summary>
internal static class FaultVerbs
{
    private const int SeedsMax = 10_000_000;
    private const int FailuresShown = 10;
    private const int TraceLinesShown = 60;

    /// <summary>The command, to be hung below <c>simulate</c>.</summary>
    public static Command Create()
    {
        var seeds = new Option<int?>("--seeds")
        {
            Description = "How many seeds, from --seed on. Default: 200, or 1 with --seed.",
        };
        var seed = new Option<ulong?>("--seed")
        {
            Description = "The first seed; alone, it runs that seed again and shows what broke.",
        };
        var broken = new Option<string?>("--break")
        {
            Description = "Break an invariant on purpose, to see that it is found: "
                + string.Join(", ", Enum.GetNames<Sabotage>().Skip(1)) + ".",
        };
        var trace = new Option<bool>("--trace")
        {
            Description = "Show all events of a single seed rather than the last ones.",
        };
        var json = Coordinator.CommandLine.Options.Json();
        var command = new Command(
            "faults",
            "Run the real actors of a job in a world of faults, and check that no step is lost, "
            + "doubled or wrong. Example: simulate faults --seeds 1000")
        {
            seeds, seed, broken, trace, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var count = parsed.GetValue(seeds) ?? (parsed.GetValue(seed) is null ? 200 : 1);
            RequireCount(count);
            var run = new FaultSeeds(
                parsed.GetValue(seed) ?? 1, count, Sabotaged(parsed.GetValue(broken)));
            var output = parsed.InvocationConfiguration.Output;
            return Task.FromResult(count == 1 && !parsed.GetValue(json)
                ? Single(run, parsed.GetValue(trace), output)
                : Many(run, parsed.GetValue(json), output, cancellation));
        });
        return command;
    }

    private static void RequireCount(int count)
    {
        if (count is < 1 or > SeedsMax)
        {
            throw new InvalidInputException(
                "CDL-0640", "--seeds", count, $"a whole number from 1 to {SeedsMax}",
                "Name fewer seeds; --seed says where they begin.");
        }
    }

    private static Sabotage Sabotaged(string? name)
    {
        if (name is null)
        {
            return Sabotage.None;
        }

        return Enum.GetNames<Sabotage>().Contains(name)
            ? Enum.Parse<Sabotage>(name)
            : throw new InvalidInputException(
                "CDL-0641", "--break", name,
                string.Join(", ", Enum.GetNames<Sabotage>().Skip(1)),
                "Name one of them, or leave the option out.");
    }

    private static int Single(FaultSeeds run, bool isWhole, TextWriter output)
    {
        var result = FaultRun.Run(run.First, run.Sabotage, isTracing: true);
        output.WriteLine($"seed {result.Seed}: {result.Summary}");
        if (isWhole || result.Violation is not null)
        {
            foreach (var line in isWhole ? result.Trace : result.Trace.TakeLast(TraceLinesShown))
            {
                output.WriteLine(line);
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.StepsApplied} steps in {result.VirtualSeconds:0.0} s of virtual time; "
            + $"messages: {result.Delivered} delivered, {result.Lost} lost, "
            + $"{result.Duplicated} doubled"));
        output.WriteLine(result.Violation is null ? "clean" : $"BROKEN {result.Violation}");
        return result.Violation is null ? ExitCode.Done : ExitCode.Failed;
    }

    private static int Many(
        FaultSeeds run, bool isJson, TextWriter output, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var results = FaultRun.RunAll(run.First, run.Count, run.Sabotage, cancellation);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var failures = results.Where(result => result.Violation is not null).ToList();
        if (isJson)
        {
            CommandOutput.Json(output, new
            {
                run.First,
                Seeds = run.Count,
                Clean = run.Count - failures.Count,
                Seconds = seconds,
                Steps = results.Sum(result => result.StepsApplied),
                Delivered = results.Sum(result => result.Delivered),
                Lost = results.Sum(result => result.Lost),
                Doubled = results.Sum(result => result.Duplicated),
                Failures = failures.Select(
                    failure => new { failure.Seed, failure.Violation, failure.Replay }),
            });
            return failures.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        }

        foreach (var failure in failures.Take(FailuresShown))
        {
            output.WriteLine(failure.Text);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Count - failures.Count} of {run.Count} seeds clean in {seconds:0.0} s: "
            + $"{results.Sum(result => result.StepsApplied)} steps, messages: "
            + $"{results.Sum(result => result.Delivered)} delivered, "
            + $"{results.Sum(result => result.Lost)} lost, "
            + $"{results.Sum(result => result.Duplicated)} doubled"));
        return failures.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>What was asked for.</summary>
    private sealed record FaultSeeds(ulong First, int Count, Sabotage Sabotage);
}
