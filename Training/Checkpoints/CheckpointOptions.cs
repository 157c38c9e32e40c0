using AkkaCoded.Codes;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>Where and how often the state of a training is kept; <c>coded.checkpoint</c>.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Folder of the checkpoints; empty: none are written.</summary>
    public required string Folder { get; init; }

    /// <summary>Steps between checkpoints, besides the last step's; 0: only that one.</summary>
    public required long Every { get; init; }

    /// <summary>How many to keep.</summary>
    public required int Keep { get; init; }

    /// <summary>Whether a run goes on from the newest checkpoint in the folder.</summary>
    public required bool Resume { get; init; }

    /// <summary>Whether a checkpoint is due after that many steps.</summary>
    public bool IsDue(long stepsDone, long stepsTotal) =>
        Folder.Length > 0
        && (stepsDone == stepsTotal || (Every > 0 && stepsDone % Every == 0));

    /// <summary>As <see cref="IsDue(long, long)"/>, after several steps at once: due where one of
    /// them was.</summary>
    /// <param name="stepsBefore">Steps that were done before these.</param>
    /// <param name="stepsDone">Steps that are done now.</param>
    /// <param name="stepsTotal">Steps of the whole training.</param>
    public bool IsDue(long stepsBefore, long stepsDone, long stepsTotal) =>
        IsDue(stepsDone, stepsTotal)
        || (Folder.Length > 0 && Every > 0 && stepsDone / Every > stepsBefore / Every);

    /// <summary>
    /// Refuses a run from the start beside the checkpoints of another: the later ones of that run
    /// would pass for this one's newest.
    /// </summary>
    /// <exception cref="InvalidInputException">CDL-0284: there are checkpoints, and
    /// <see cref="Resume"/> is off.</exception>
    public void RequireUnused(CheckpointStore store)
    {
        if (!Resume && store.List() is [.., var newest])
        {
            throw new InvalidInputException(
                "CDL-0284", "coded.checkpoint.folder", store.PathOf(newest),
                "a folder without checkpoints, since coded.checkpoint.resume is off",
                "Name another folder, delete these checkpoints, or go on from them.");
        }
    }

    /// <summary>Checks each value.</summary>
    /// <exception cref="InvalidInputException">CDL-0280: a value outside its range.</exception>
    public CheckpointOptions Validate()
    {
        Check.Whole("CDL-0280", "coded.checkpoint.every", Every, 0, long.MaxValue);
        Check.Whole("CDL-0280", "coded.checkpoint.keep", Keep, 1, int.MaxValue);
        return this;
    }
}
