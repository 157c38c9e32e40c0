namespace AkkaCoded.Coordinator.Record;

/// <summary>What became of a worker's answer in a step.</summary>
public enum AnswerState
{
    /// <summary>It was part of the decoded set.</summary>
    Used,

    /// <summary>It came but was not needed: after the decision, or beside a used replica.</summary>
    Late,

    /// <summary>The worker was stopped.</summary>
    Cancelled,

    /// <summary>The worker died, hung or failed.</summary>
    Lost,
}

/// <summary>The states of a step's answers.</summary>
public static class AnswerStates
{
    /// <summary>How many states there are.</summary>
    public const int Count = 4;

    /// <summary>Every worker that had a row in the step, and what became of its answer.</summary>
    public static IEnumerable<(int Worker, AnswerState State)> Of(StepRecord step)
    {
        foreach (var state in Enum.GetValues<AnswerState>())
        {
            foreach (var worker in Workers(step, state))
            {
                yield return (worker, state);
            }
        }
    }

    private static IReadOnlyList<int> Workers(StepRecord step, AnswerState state) => state switch
    {
        AnswerState.Used => step.Used,
        AnswerState.Late => step.Late,
        AnswerState.Cancelled => step.Cancelled,
        _ => step.Lost,
    };
}
