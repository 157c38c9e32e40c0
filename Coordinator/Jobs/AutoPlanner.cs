using System.Collections.Immutable;
using AkkaCoded.Codes.Choosing;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;
using ChosenPlan = AkkaCoded.Codes.Choosing.CodePlan;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// <c>code.family = auto</c>: tells a <see cref="CodeChooser"/> what each step showed, by number of
/// the worker, and makes what it decides into a code that the job can adopt. Pure: no clock, no
/// actors.
/// </summary>
internal sealed class AutoPlanner
{
    /// <summary>A tick of the clock: no answer takes no time at all.</summary>
    private const double SecondsLeast = 1e-7;

    private readonly CodeOptions _options;
    private readonly PolicyOptions _policy;
    private readonly int _samplesPerStep;
    private readonly CodeChooser _chooser;

    /// <param name="options">Section <c>coded.code</c>, with <see cref="CodeOptions.Auto"/>.
    /// </param>
    /// <param name="policy">Which set of answers ends a step.</param>
    /// <param name="samplesPerStep">A step has at most so many chunks.</param>
    public AutoPlanner(CodeOptions options, PolicyOptions policy, int samplesPerStep)
    {
        (_options, _policy, _samplesPerStep) = (options, policy, samplesPerStep);
        Members = options.Parameters.Workers;
        _chooser = new CodeChooser(Members, options.Auto!.ForChooser(options.Parameters.Seed));
        Plan = new CodePlan(options, policy, samplesPerStep);
        Workers = [.. Enumerable.Range(0, Members)];
        Live = Workers;
    }

    /// <summary>Workers of the job; they are numbered from 0.</summary>
    public int Members { get; }

    /// <summary>The code as it was last planned; before that, the uncoded one.</summary>
    public CodePlan Plan { get; private set; }

    /// <summary>By partition of <see cref="Plan"/>, the number of its worker. Whoever is not named
    /// gets no row.</summary>
    public ImmutableArray<int> Workers { get; private set; }

    /// <summary>Numbers of the workers among whom it was planned, rising.</summary>
    public ImmutableArray<int> Live { get; private set; }

    /// <summary>Why it was planned so, for people.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The planner of a job, or null where its code is not planned.</summary>
    public static AutoPlanner? Of(JobSpec spec) => spec.Code.Auto is null
        ? null
        : new AutoPlanner(spec.Code, spec.Options.Policy, spec.SamplesPerStep);

    /// <summary>Decides about the next step.</summary>
    /// <param name="live">Numbers of the workers that can take part, rising; at least one.</param>
    /// <returns>Whether the code or its workers have changed.</returns>
    public bool Replan(IReadOnlyList<int> live)
    {
        Live = [.. live];
        var choice = _chooser.Decide(live);
        if (!choice.Changed)
        {
            return false;
        }

        var planned = Build(choice.Plan);
        Plan = new CodePlan(_options, _policy, _samplesPerStep, planned.Code);
        (Workers, Reason) = (planned.WorkerOfIndex, choice.Reason);
        return true;
    }

    /// <summary>Learns from a step that was done with <see cref="Plan"/>.</summary>
    /// <param name="outcome">What became of each answer, by partition.</param>
    /// <param name="seconds">From the opening of the step to its decision.</param>
    /// <param name="wasAskedAgain">By partition: whether its row was lost in the step and computed
    /// anew, so that its time says nothing.</param>
    public void Learn(RaceOutcome outcome, double seconds, Func<int, bool> wasAskedAgain) =>
        _chooser.Observe(Seen(outcome, Math.Max(seconds, SecondsLeast), wasAskedAgain));

    /// <summary>What <see cref="Learn"/> tells.</summary>
    internal StepObservation Seen(
        RaceOutcome outcome, double seconds, Func<int, bool> wasAskedAgain)
    {
        var seen = new List<WorkerObservation>(Plan.Workers);
        foreach (var partition in outcome.Used.Concat(outcome.Late))
        {
            var arrival = wasAskedAgain(partition) ? null : outcome.ArrivalSeconds[partition];
            Add(
                seen, partition, Math.Max(arrival ?? 0, SecondsLeast),
                arrival is null ? AnswerFate.Lost : AnswerFate.Answered);
        }

        foreach (var partition in outcome.Cancelled)
        {
            Add(
                seen, partition, seconds,
                wasAskedAgain(partition) ? AnswerFate.Lost : AnswerFate.Cancelled);
        }

        foreach (var partition in outcome.Lost)
        {
            Add(seen, partition, 0, AnswerFate.Lost);
        }

        return new StepObservation(seconds, seen);
    }

    private void Add(
        List<WorkerObservation> seen, int partition, double seconds, AnswerFate fate)
    {
        if (Plan.Load(partition) is > 0 and var load)
        {
            seen.Add(new WorkerObservation(
                Workers[partition], (double)load / Plan.Code.Chunks, seconds, fate));
        }
    }

    /// <summary>With as many chunks as the plan wants, but no more than a step has samples and a
    /// message has room for.</summary>
    private PlannedCode Build(ChosenPlan plan)
    {
        var seed = _options.Parameters.Seed;
        if (plan.Groups.IsEmpty)
        {
            return PlannedCode.Of(plan, seed);
        }

        var given = _options.Parameters.Chunks;
        var planned = PlannedCode.Of(plan, seed, given is { } some ? Whole(plan, some) : null);
        var chunks = Math.Min(planned.Code.Chunks, _samplesPerStep);
        if (planned.Code.LoadChunks > WireLimits.RowChunksMax)
        {
            // The largest row may have one more than its share, for rounding.
            chunks = Math.Min(chunks, (int)((WireLimits.RowChunksMax - 1) / plan.Load));
        }

        return chunks == planned.Code.Chunks
            ? planned
            : PlannedCode.Of(plan, seed, Whole(plan, chunks));
    }

    /// <summary>Groups of the same load get the same number of chunks.</summary>
    private static int Whole(ChosenPlan plan, int chunks)
    {
        var groups = plan.Groups.Length;
        var isEven = plan.Groups.All(group => group.Load == plan.Groups[0].Load);
        return isEven ? Math.Max(groups, chunks / groups * groups) : Math.Max(groups, chunks);
    }
}
