namespace AkkaCoded.Codes.Sequential;

/// <summary>
/// M-SGC (Krishnan, Ebrahimi, Khisti, "Sequential gradient coding for straggler mitigation", ICLR
/// 2023, arXiv 2211.13802, section 3.2 and algorithm 2): every worker has W - 1 private chunks of a
/// job, without redundancy, and takes part in B groups that are coded with an (n, lambda) gradient
/// code. Slot m = 0 .. W - 2 + B of round r works for job r - m: the first W - 1 slots compute the
/// private chunks, the others repeat a private chunk that failed or, where none has, compute group
/// m - (W - 1). Delay T = W - 2 + B.
/// </summary>
/// <remarks>
/// With u = 1 / (n (B + (W - 1)(lambda + 1))) a private chunk has the share (lambda + 1) u and each
/// of a group's n chunks the share u, so every slot has the load (lambda + 1) u. Together
/// (lambda + 1)(W - 1 + B) u. For lambda = n there are no groups, private chunks of 1 / (n (W - 1))
/// and the load (W - 1 + B) / (n (W - 1)).
/// <para>Tolerated are stragglers that in every W - 1 + B rounds are (B, W, lambda)-bursty, or at
/// most lambda workers each in at most B rounds. Both leave every worker W - 1 of a job's rounds,
/// enough for its private chunks, and every group n - lambda workers that have not straggled in the
/// W rounds up to its own.</para>
/// </remarks>
public sealed class MultiplexedCode : SequentialScheme
{
    private const string Key = "m-sgc";
    private readonly CodeRow[] _rows;
    private readonly int _private;

    /// <param name="parameters">n, B, W and lambda.</param>
    /// <exception cref="InvalidInputException">CDL-0061 to CDL-0063, CDL-0066, or what the code's
    /// family refuses.</exception>
    public MultiplexedCode(SequentialParameters parameters)
        : base(parameters)
    {
        SequentialChecks.Bursty(parameters, Key);
        _private = parameters.Window - 1;
        Code = parameters.Stragglers == parameters.Workers
            ? null
            : parameters.Code(Key, parameters.Stragglers);
        Parts = _private + (Code is null ? 0 : parameters.Burst);
        Chunks = (Workers * _private) + (Code is null ? 0 : parameters.Burst * Code.Chunks);
        PrivateShare = Code is null
            ? 1.0 / ((long)Workers * _private)
            : (double)Code.LoadChunks / Denominator(Code);
        _rows = new CodeRow[Workers * Parts];
        for (var worker = 0; worker < Workers; worker++)
        {
            for (var part = 0; part < Parts; part++)
            {
                _rows[(worker * Parts) + part] = MakeRow(worker, part);
            }
        }
    }

    /// <inheritdoc/>
    public override string Name =>
        $"{Key}({Parameters.Burst}, {Parameters.Window}, {Parameters.Stragglers})";

    /// <inheritdoc/>
    public override GradientCode? Code { get; }

    /// <inheritdoc/>
    public override int Delay => Parameters.Window - 2 + Parameters.Burst;

    /// <inheritdoc/>
    public override double Load => TasksMax * PrivateShare;

    /// <inheritdoc/>
    public override int Parts { get; }

    /// <inheritdoc/>
    public override int Chunks { get; }

    /// <inheritdoc/>
    public override int TasksMax => Parameters.Window - 1 + Parameters.Burst;

    /// <summary>Share of a job's samples in a private chunk: the load of one slot.</summary>
    public double PrivateShare { get; }

    internal override int Horizon => TasksMax;

    /// <inheritdoc/>
    public override double ChunkShare(int chunk) =>
        chunk < Workers * _private ? PrivateShare : 1.0 / Denominator(Code!);

    /// <inheritdoc/>
    public override CodeRow Row(int worker, int part) => _rows[(worker * Parts) + part];

    /// <inheritdoc/>
    public override double PartLoad(int part) => PrivateShare;

    internal override JobState NewJob() => new(this, _private);

    internal override bool Tolerates(StragglerPattern pattern) =>
        pattern.IsBursty(Parameters.Burst, Parameters.Window, Parameters.Stragglers, Horizon)
        || pattern.IsSparse(Parameters.Burst, Parameters.Stragglers, Horizon);

    internal override bool IsServed(JobWindow jobs, int round)
    {
        for (var slot = _private; slot < TasksMax; slot++)
        {
            if (jobs.Find(round - slot) is { } job && slot < Parts
                && !job.IsGroupDecodable(slot - _private))
            {
                return false;
            }
        }

        return jobs.Find(round - Delay) is not { } due || due.IsDecodable;
    }

    internal override void Assign(JobWindow jobs, int round, RoundTasks tasks)
    {
        for (var slot = 0; slot < TasksMax; slot++)
        {
            if (jobs.Find(round - slot) is not { } job)
            {
                continue;
            }

            if (slot < _private)
            {
                AddForAll(tasks, round - slot, slot);
            }
            else
            {
                AddLater(jobs, job, tasks, round - slot, slot);
            }
        }
    }

    private void AddForAll(RoundTasks tasks, int job, int part)
    {
        for (var worker = 0; worker < Workers; worker++)
        {
            tasks.Add(worker, job, part);
        }
    }

    /// <summary>A private part that failed, else the slot's group. Should the numbers of those who
    /// are left for the group not decode, everybody computes it, besides what has failed.</summary>
    private void AddLater(
        JobWindow jobs, JobState job, RoundTasks tasks, int jobIndex, int slot)
    {
        var isForAll = slot < Parts && !jobs.Decodes(worker => job.PrivateMissing(worker) < 0);
        for (var worker = 0; worker < Workers; worker++)
        {
            var missing = job.PrivateMissing(worker);
            if (missing >= 0)
            {
                tasks.Add(worker, jobIndex, missing);
            }

            if (slot < Parts && (missing < 0 || isForAll))
            {
                tasks.Add(worker, jobIndex, slot);
            }
        }
    }

    /// <summary>1 / u: the chunks of a group have this share each.</summary>
    private long Denominator(GradientCode code) =>
        ((long)Parameters.Burst * code.Chunks) + ((long)Workers * _private * code.LoadChunks);

    private CodeRow MakeRow(int worker, int part)
    {
        if (part < _private)
        {
            return CodeRow.SumOf([(worker * _private) + part]);
        }

        var first = (Workers * _private) + ((part - _private) * Code!.Chunks);
        var row = Code.Row(worker);
        return new([.. row.Chunks.Select(chunk => first + chunk)], row.Coefficients);
    }
}
