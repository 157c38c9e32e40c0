namespace AkkaCoded.Codes.Sequential;

/// <summary>
/// SR-SGC (Krishnan, Ebrahimi, Khisti, "Sequential gradient coding for straggler mitigation", ICLR
/// 2023, arXiv 2211.13802, section 3.1 and algorithm 1): a gradient code for
/// s = ceil(B lambda / (W - 1 + B)) stragglers, with W = x B + 1. In round t a worker computes its
/// part of job t, unless job t - B lacks answers and has none of this worker: then so many of them
/// compute that part once more. Load (s + 1) / n, delay T = B.
/// </summary>
/// <remarks>
/// Tolerated are stragglers that in every W rounds are (B, W, lambda)-bursty or at most s per
/// round. For let a job have more than s stragglers, its predecessors by B not. The W rounds with
/// it are bursty, so nobody straggles twice in rounds t, t + B, ..., t + x B, and as these have
/// together at most lambda different stragglers, which is no more than (x + 1) s, every repetition
/// succeeds, and the work put off is done after x such rounds at the latest.
/// </remarks>
public sealed class SelectiveRepeat : SequentialScheme
{
    private const string Key = "sr-sgc";

    /// <param name="parameters">n, B, W = x B + 1 and lambda.</param>
    /// <exception cref="InvalidInputException">CDL-0061 to CDL-0063, CDL-0066, or what the code's
    /// family refuses.</exception>
    public SelectiveRepeat(SequentialParameters parameters)
        : base(parameters)
    {
        SequentialChecks.Bursty(parameters, Key);
        SequentialChecks.WindowOfBursts(parameters, Key);
        var period = parameters.Window - 1 + parameters.Burst;
        Tolerance = (int)((((long)parameters.Burst * parameters.Stragglers) + period - 1) / period);
        Code = parameters.Code(Key, Tolerance);
    }

    /// <inheritdoc/>
    public override string Name =>
        $"{Key}({Parameters.Burst}, {Parameters.Window}, {Parameters.Stragglers})";

    /// <summary>s: the stragglers in one round that cost no repetition.</summary>
    public int Tolerance { get; }

    /// <inheritdoc/>
    public override GradientCode Code { get; }

    /// <inheritdoc/>
    public override int Delay => Parameters.Burst;

    /// <inheritdoc/>
    public override double Load => Code.Load;

    /// <inheritdoc/>
    public override int Parts => 1;

    /// <inheritdoc/>
    public override int Chunks => Code.Chunks;

    /// <inheritdoc/>
    public override int TasksMax => 1;

    internal override int Horizon => Parameters.Window;

    /// <inheritdoc/>
    public override double ChunkShare(int chunk) => 1.0 / Chunks;

    /// <inheritdoc/>
    public override CodeRow Row(int worker, int part) => Code.Row(worker);

    /// <inheritdoc/>
    public override double PartLoad(int part) => Load;

    internal override JobState NewJob() => new(this, privateParts: 0);

    internal override bool Tolerates(StragglerPattern pattern) =>
        pattern.IsBursty(
            Parameters.Burst, Parameters.Window, Parameters.Stragglers, Parameters.Window)
        || pattern.IsThin(Tolerance, Parameters.Window);

    internal override bool IsServed(JobWindow jobs, int round) =>
        jobs.Find(round - Delay) is not { } due || due.IsFinished || due.IsDecodable;

    internal override void Assign(JobWindow jobs, int round, RoundTasks tasks)
    {
        var current = jobs.Find(round);
        var due = jobs.Find(round - Delay);
        var last = due is null ? -1 : LastRepeating(due, jobs);
        for (var worker = 0; worker < Workers; worker++)
        {
            if (worker <= last && !due!.Has(worker, 0))
            {
                tasks.Add(worker, round - Delay, 0);
            }
            else if (current is not null)
            {
                tasks.Add(worker, round, 0);
            }
        }
    }

    /// <summary>
    /// Up to which worker those without an answer repeat; -1 for none. So many as are missing to
    /// n - s; more, should the numbers of that set not decode.
    /// </summary>
    private int LastRepeating(JobState due, JobWindow jobs)
    {
        if (due.IsDecodable)
        {
            return -1;
        }

        var missing = Workers - Tolerance - due.CountOf(0);
        for (var last = 0; last < Workers - 1; last++)
        {
            if (!due.Has(last, 0) && --missing <= 0
                && jobs.Decodes(worker => worker <= last || due.Has(worker, 0)))
            {
                return last;
            }
        }

        return Workers - 1;
    }
}
