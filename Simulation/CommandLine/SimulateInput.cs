using System.CommandLine;
using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;
using AkkaCoded.Simulation.Cluster;
using AkkaCoded.Training;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary>What is to be simulated: options of the command line over those of a job.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="JobPolicy">The job's own policy as text; null without a job.</param>
internal sealed record SimulateInput(SimulationOptions Cluster, string? JobPolicy)
{
    /// <summary>Steps drawn from a law where nobody says how many.</summary>
    private const int StepsOfLaw = 1000;

    /// <summary>A million weights, where no model says how many.</summary>
    private const long VectorBytes = 4_000_000;

    public static SimulateInput Read(
        SimulateOptions options, JobArguments arguments, ParseResult parsed)
    {
        var job = JobOf(arguments, parsed);
        var seed = parsed.GetValue(options.Seed) ?? job?.Training.Code.Parameters.Seed ?? 1;
        var delays = SimulateSource.Of(options, parsed, job?.Options.Chaos.Law, seed);
        var workers = parsed.GetValue(options.Workers)
            ?? job?.Training.Code.Parameters.Workers ?? delays.RecordedWorkers
            ?? throw new InvalidInputException(
                "CDL-0631", "--workers", "(none)", "how many workers a law is drawn for",
                "Give --workers, or a job.");
        var cluster = new SimulationOptions
        {
            Workers = workers,
            Steps = parsed.GetValue(options.Steps) ?? delays.RecordedSteps ?? StepsOfLaw,
            Seed = seed,
            Delays = delays,
            VectorBytes = parsed.GetValue(options.VectorBytes) ?? BytesOf(job, parsed),
            TransferSecondsPerByte = parsed.GetValue(options.Transfer),
            Late = options.LateOf(parsed),
            KeepsTimelines = parsed.GetValue(options.Report) is not null,
            Supervision = job?.Options.Supervision,
            ColdStarts = Pair(options.ColdStarts, parsed) is var (share, seconds)
                ? new ColdStarts(share, seconds) : null,
            SlowWorkers = Pair(options.SlowWorkers, parsed) is var (slow, factor)
                ? new SlowWorkers(slow, factor) : null,
            Failures = FailuresOf(options, parsed),
        };
        cluster.Validate();
        return new(cluster, job is null ? null : PolicyOf(job.Value));
    }

    private static (TrainingJobOptions Training, JobOptions Options)? JobOf(
        JobArguments arguments, ParseResult parsed)
    {
        if (parsed.GetValue<string?>("job") is null)
        {
            return null;
        }

        var config = arguments.Load(parsed);
        return (TrainingJobOptions.Read(config), JobOptions.Read(config));
    }

    /// <summary>The job's policy with its code, as policies are written here.</summary>
    private static string? PolicyOf((TrainingJobOptions Training, JobOptions Options) job)
    {
        var code = job.Training.Code;
        var (policy, s) = (job.Options.Policy, code.Parameters.Stragglers);
        return policy.Kind switch
        {
            PolicyKind.Exact => Text($"exact:{code.Family}:s={s}"),
            PolicyKind.Approximate => Text(
                $"approximate:{code.Family}:s={s},error-max={policy.ErrorMax}"),
            PolicyKind.Backup => Text($"backup:b={policy.Backups}"),
            PolicyKind.Async => "async",
            PolicyKind.Ssp => Text($"ssp:s={policy.Staleness}"),
            PolicyKind.LocalSgd => Text($"local-sgd:h={policy.LocalSteps}"),
            _ => "wait-all",
        };
    }

    /// <summary>A simulation needs no data; where the model cannot be built for want of them, its
    /// length is not known.</summary>
    private static long BytesOf(
        (TrainingJobOptions Training, JobOptions Options)? job, ParseResult parsed)
    {
        if (job is null)
        {
            return VectorBytes;
        }

        try
        {
            using var setup = TrainingSetup.Open(job.Value.Training);
            using var model = setup.CreateModel();
            return (long)sizeof(float) * model.Layout.VectorLength;
        }
        catch (Exception problem) when (problem is InvalidInputException or DllNotFoundException)
        {
            parsed.InvocationConfiguration.Error.WriteLine(
                $"the job's model cannot be built, so answers count as {VectorBytes} bytes "
                + $"(--vector-bytes says another length): {problem.Message}");
            return VectorBytes;
        }
    }

    private static FailureOptions? FailuresOf(SimulateOptions options, ParseResult parsed)
    {
        if (parsed.GetValue(options.Faults) is { } faults)
        {
            var comma = faults.LastIndexOf(',');
            var unit = Number(options.Faults.Name, faults, faults[(comma + 1)..]);
            return new() { Recorded = RecordedFaults.Read(faults[..Math.Max(comma, 0)], unit) };
        }

        return Pair(options.Failures, parsed) is var (toFailure, toRepair)
            ? new() { MeanSecondsToFailure = toFailure, MeanSecondsToRepair = toRepair }
            : null;
    }

    private static (double First, double Second)? Pair(Option<string?> option, ParseResult parsed)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        var parts = text.Split(',');
        return parts.Length == 2
            ? (Number(option.Name, text, parts[0]), Number(option.Name, text, parts[1]))
            : throw NotTwo(option.Name, text);
    }

    private static double Number(string option, string whole, string part) => double.TryParse(
        part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw NotTwo(option, whole);

    private static InvalidInputException NotTwo(string option, string text) => new(
        "CDL-0632", option, text, "two values with a comma between them",
        "./akkacoded simulate --help says which.");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
