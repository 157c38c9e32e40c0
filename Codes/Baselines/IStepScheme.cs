namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// A way to get through a training step with workers of uneven speed, as a model of its time, work
/// and traffic: who computes how much, and when the step ends. Every decision uses only what a
/// coordinator has seen by then. Steps come in order from 0, each once; a scheme may learn.
/// </summary>
public interface IStepScheme
{
    /// <summary>Name with its parameters, such as <c>m-sgc(1, 2, 27)</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether every update is the exact gradient of all samples of its step at the parameters of
    /// the update before. Where not, seconds per step can't be compared with those that are.
    /// </summary>
    bool IsSynchronousExact { get; }

    /// <summary>
    /// T: the update of step t may be there only at the end of step t + T, so that T + 1 models are
    /// trained by turns, and a run of J updates lasts J + T steps. 0 as a rule.
    /// </summary>
    int Delay => 0;

    /// <summary>Goes through one step.</summary>
    /// <param name="step">0, 1, 2, ...</param>
    /// <param name="times">Times of this step, of as many workers as the scheme is for.</param>
    SchemeStep Step(int step, IWorkerTimes times);
}

/// <summary>What workers do with an answer that the step no longer waits for.</summary>
public enum LateWorkers
{
    /// <summary>They are told to stop and are free at the start of the next step.</summary>
    Cancel,

    /// <summary>They finish it, unasked for, and start on the newest step only then.</summary>
    CarryOver,
}

/// <summary>What to do where a rule by time has cut off answers that it can't do without.</summary>
public enum WaitOut
{
    /// <summary>Wait for one answer after the other, until there are enough.</summary>
    UntilEnough,

    /// <summary>Wait for every worker, as the simulations published with sequential gradient coding
    /// do.</summary>
    ForAll,
}

/// <summary>What a step cost.</summary>
public readonly record struct SchemeStep
{
    /// <summary>From its start to its end; infinite where it can never end.</summary>
    public required double Seconds { get; init; }

    /// <summary>Work done by all workers, the whole step computed once being 1. Parts of answers
    /// that were cancelled count as far as they had got.</summary>
    public required double Work { get; init; }

    /// <summary>Of <see cref="Work"/>, what the result did not need.</summary>
    public required double Wasted { get; init; }

    /// <summary>Vectors of the gradient's size that were sent to the coordinator.</summary>
    public required int Vectors { get; init; }

    /// <summary>Workers with work whose answer had not come when the step ended.</summary>
    public required int Stragglers { get; init; }

    /// <summary>Updates that became possible: 1, but for schemes with a delay.</summary>
    public int Updates { get; init; }

    /// <summary>Share of the step's samples whose gradient of this very step is in the update: 1
    /// for exact schemes.</summary>
    public double FreshShare { get; init; }
}
