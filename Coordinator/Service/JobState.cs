namespace AkkaCoded.Coordinator.Service;

/// <summary>Where a submitted job stands; docs/api.md has the picture.</summary>
internal enum JobState
{
    /// <summary>Waits for its turn.</summary>
    Submitted,

    /// <summary>Trains.</summary>
    Running,

    /// <summary>Has too few workers to go on, and goes on by itself once they are here.</summary>
    Waiting,

    /// <summary>Was stopped after a whole step, to be resumed.</summary>
    Paused,

    /// <summary>Has done its last step.</summary>
    Finished,

    /// <summary>Was ended by an error.</summary>
    Failed,

    /// <summary>Was ended by its owner.</summary>
    Cancelled,
}

/// <summary>What a job that runs was asked to become.</summary>
internal enum JobIntent
{
    /// <summary>To go on to its end.</summary>
    Finish,

    /// <summary>To stop after the step under way.</summary>
    Pause,

    /// <summary>To end, for good.</summary>
    Cancel,
}

/// <summary>Which states follow which; everything else is refused.</summary>
internal static class JobStates
{
    private static readonly Dictionary<JobState, JobState[]> Next = new()
    {
        [JobState.Submitted] =
            [JobState.Running, JobState.Paused, JobState.Failed, JobState.Cancelled],
        [JobState.Running] =
        [
            JobState.Waiting, JobState.Paused, JobState.Finished, JobState.Failed,
            JobState.Cancelled, JobState.Submitted,
        ],
        [JobState.Waiting] =
        [
            JobState.Running, JobState.Paused, JobState.Finished, JobState.Failed,
            JobState.Cancelled, JobState.Submitted,
        ],
        [JobState.Paused] = [JobState.Submitted, JobState.Cancelled],
        [JobState.Failed] = [JobState.Submitted],
        [JobState.Finished] = [],
        [JobState.Cancelled] = [],
    };

    /// <summary>Whether a job may go from one state to the other.</summary>
    public static bool MayFollow(this JobState next, JobState state) =>
        Next[state].Contains(next);

    /// <summary>Whether its actor exists.</summary>
    public static bool IsUnderWay(this JobState state) =>
        state is JobState.Running or JobState.Waiting;

    /// <summary>Whether nothing more will become of it by itself or by resuming it.</summary>
    public static bool IsOver(this JobState state) =>
        state is JobState.Finished or JobState.Failed or JobState.Cancelled;

    /// <summary>The word that API and command line use.</summary>
    public static string Word(this JobState state) => state.ToString().ToLowerInvariant();
}
