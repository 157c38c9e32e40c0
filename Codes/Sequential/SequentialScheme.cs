namespace AkkaCoded.Codes.Sequential;

/// <summary>
/// A scheme of sequential gradient coding: what every worker does in every round, and which
/// stragglers it can do without. Immutable; a <see cref="SequentialRun"/> holds the state.
/// </summary>
/// <remarks>
/// Job t is opened in round t and its gradient is there at the end of round t + T at the latest. So
/// its parameters may not depend on jobs t - T .. t - 1: T + 1 models are trained by turns.
/// </remarks>
public abstract class SequentialScheme
{
    private protected SequentialScheme(SequentialParameters parameters) =>
        Parameters = parameters;

    /// <summary>What it was built from.</summary>
    public SequentialParameters Parameters { get; }

    /// <summary>n: how many workers answer.</summary>
    public int Workers => Parameters.Workers;

    /// <summary>Name with (B, W, lambda), such as <c>m-sgc(1, 2, 27)</c>.</summary>
    public abstract string Name { get; }

    /// <summary>T: so many rounds after its own a job is finished at the latest.</summary>
    public abstract int Delay { get; }

    /// <summary>The largest share of a job's samples that a worker computes in a round.</summary>
    public abstract double Load { get; }

    /// <summary>The gradient code inside; null where everything is repeated.</summary>
    public abstract GradientCode? Code { get; }

    /// <summary>How many different parts a worker may compute of one job.</summary>
    public abstract int Parts { get; }

    /// <summary>How many chunks the samples of a job are cut into.</summary>
    public abstract int Chunks { get; }

    /// <summary>How many tasks a worker has in a round, but for emergencies (see the schemes).
    /// </summary>
    public abstract int TasksMax { get; }

    /// <summary>Share of a job's samples in a chunk; the shares add up to 1.</summary>
    /// <param name="chunk">0 .. Chunks - 1.</param>
    public abstract double ChunkShare(int chunk);

    /// <summary>Which chunks a part sums, with which coefficients.</summary>
    /// <param name="worker">0 .. n - 1.</param>
    /// <param name="part">0 .. Parts - 1.</param>
    public abstract CodeRow Row(int worker, int part);

    /// <summary>Share of a job's samples in a part, the same for all workers.</summary>
    /// <param name="part">0 .. Parts - 1.</param>
    public abstract double PartLoad(int part);

    /// <summary>Starts to compute gradients.</summary>
    /// <param name="jobs">J: how many; the run lasts J + T rounds.</param>
    /// <exception cref="InvalidInputException">CDL-0065.</exception>
    public SequentialRun Start(int jobs) => new(this, jobs);

    /// <summary>How many rounds decide whether stragglers are those the scheme is made for.
    /// </summary>
    internal abstract int Horizon { get; }

    /// <summary>Whether the stragglers of the last <see cref="Horizon"/> rounds, the newest
    /// included, are of a kind that every job survives.</summary>
    internal abstract bool Tolerates(StragglerPattern pattern);

    /// <summary>Whether everything has come that no later round asks for again.</summary>
    internal abstract bool IsServed(JobWindow jobs, int round);

    /// <summary>Gives every worker its tasks of the round.</summary>
    internal abstract void Assign(JobWindow jobs, int round, RoundTasks tasks);

    internal abstract JobState NewJob();
}
