namespace AkkaCoded.Codes.Latency;

/// <summary>The expected time of a step with one scheme under one law.</summary>
/// <param name="Family">One of <see cref="StepTimeTheory.Families"/>.</param>
/// <param name="Workers">n.</param>
/// <param name="Stragglers">s: how many workers, whichever they are, need not answer.</param>
/// <param name="Load">Share of the step that each worker computes; 1/n without redundancy.</param>
/// <param name="MeanStepSeconds">May be infinite under a law with a heavy tail.</param>
public sealed record StepTime(
    string Family, int Workers, int Stragglers, double Load, double MeanStepSeconds);

/// <summary>What theory says about all families under one law.</summary>
/// <param name="Law">The law, in its text form too.</param>
/// <param name="Workers">n.</param>
/// <param name="All">Every family with every number of stragglers it can tolerate.</param>
public sealed record StepTimeReport(
    LatencyLaw Law, int Workers, IReadOnlyList<StepTime> All)
{
    /// <summary>Without redundancy: what the others are compared with.</summary>
    public StepTime Uncoded => All.First(time => time.Family == StepTimeTheory.Uncoded);

    /// <summary>
    /// The fastest of each family, in the order of <see cref="StepTimeTheory.Families"/>; of
    /// equally fast ones the one with the least load, then the one that tolerates most.
    /// </summary>
    public IReadOnlyList<StepTime> BestOfEach =>
        [.. All.GroupBy(time => time.Family).Select(family => Best(family))];

    /// <summary>
    /// The fastest of what training can use: no MDS code, which needs linear work, and not
    /// replication, which fractional repetition includes. Of a cyclic and a repetition code that
    /// are equally fast up to rounding (both repeat everything for s = n-1) the repetition code,
    /// which amplifies nothing.
    /// </summary>
    public StepTime BestForTraining
    {
        get
        {
            var usable = All.Where(
                time => time.Family is not (StepTimeTheory.Mds or StepTimeTheory.Replication));
            var best = Best(usable);
            var repetition = Best(usable.Where(
                time => time.Family != StepTimeTheory.Cyclic && time.Load <= best.Load));
            return repetition.MeanStepSeconds <= best.MeanStepSeconds * (1 + 1e-12)
                ? repetition
                : best;
        }
    }

    /// <summary>How many times faster than without redundancy; NaN where both are infinite.
    /// </summary>
    public double Gain(StepTime time) => Uncoded.MeanStepSeconds / time.MeanStepSeconds;

    private static StepTime Best(IEnumerable<StepTime> times) =>
        times.OrderBy(time => time.MeanStepSeconds).ThenBy(time => time.Load)
            .ThenByDescending(time => time.Stragglers).First();
}
