using AkkaCoded.Codes;
using AkkaCoded.Codes.Baselines;
using AkkaCoded.Messages.Job;
using AkkaCoded.Training;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>What simulated workers compute besides taking their time.</summary>
public enum SimulatedGradients
{
    /// <summary>Nothing: only the race is simulated.</summary>
    None,

    /// <summary>Small vectors of whole numbers; every decoded sum is held against the true one.
    /// </summary>
    Synthetic,

    /// <summary>Those of a small model, one worker after the other on this machine: losses over
    /// virtual time.</summary>
    Real,
}

/// <summary>Workers that need a while before they can begin, such as a function that is loaded.
/// </summary>
/// <param name="Share">Chance that a start of a worker is a cold one, 0 to 1.</param>
/// <param name="Seconds">How long it then takes until the worker begins its first row.</param>
public sealed record ColdStarts(double Share, double Seconds);

/// <summary>Workers that are slow throughout.</summary>
/// <param name="Share">Chance that a worker is one of them, 0 to 1.</param>
/// <param name="Factor">How many times longer everything takes them, at least 1.</param>
public sealed record SlowWorkers(double Share, double Factor);

/// <summary>
/// A simulated cluster: how long workers take, what goes wrong, and what is kept. All chance comes
/// from <see cref="Seed"/>, and what is drawn for a worker in a step does not depend on the policy,
/// so that policies are compared on the very same delays.
/// </summary>
public sealed record SimulationOptions
{
    /// <summary>The most steps of a simulation.</summary>
    public const int StepsMax = 10_000_000;

    /// <summary>n, from 1 to <see cref="CodeParameters.WorkersMax"/>.</summary>
    public required int Workers { get; init; }

    /// <summary>Steps to take, from 1 to <see cref="StepsMax"/>.</summary>
    public required int Steps { get; init; }

    /// <summary>Seed of all chance, codes included.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Where the times of workers come from.</summary>
    public required DelaySource Delays { get; init; }

    /// <summary>Length of an answer in bytes; enters the bytes of the result, and the time where
    /// <see cref="TransferSecondsPerByte"/> is set.</summary>
    public long VectorBytes { get; init; }

    /// <summary>Seconds per byte until an answer is with the coordinator, each worker on a line of
    /// its own; 0: in the measured times already.</summary>
    public double TransferSecondsPerByte { get; init; }

    /// <summary>Null: no start is cold.</summary>
    public ColdStarts? ColdStarts { get; init; }

    /// <summary>Null: none stays slow, but for what the source of times says.</summary>
    public SlowWorkers? SlowWorkers { get; init; }

    /// <summary>Null: nobody fails.</summary>
    public FailureOptions? Failures { get; init; }

    /// <summary>What workers do with a row that is no longer needed.</summary>
    public LateWorkers Late { get; init; } = LateWorkers.Cancel;

    /// <summary>What they compute.</summary>
    public SimulatedGradients Gradients { get; init; }

    /// <summary>Values of a synthetic gradient, 1 to 4096: it rides inside its announcement.
    /// </summary>
    public int GradientLength { get; init; } = 4;

    /// <summary>The training whose gradients are computed; read where they are real. Its number of
    /// workers and its code do not count, those of the policy do.</summary>
    public TrainingJobOptions? Training { get; init; }

    /// <summary>When the coordinator gives a worker up; null: only where it is told of a death,
    /// however long a worker takes.</summary>
    public SupervisionOptions? Supervision { get; init; }

    /// <summary>Largest amplification of a set that decodes.</summary>
    public double MaxAmplification { get; init; } = DecodableSet.DefaultMaxAmplification;

    /// <summary>Whether results hold fates and arrivals by step and worker, for plots: a few bytes
    /// per worker and step.</summary>
    public bool KeepsTimelines { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="InvalidInputException">CDL-0600 .. CDL-0608: a value is out of range.
    /// </exception>
    public void Validate() => OptionChecks.Check(this);
}
