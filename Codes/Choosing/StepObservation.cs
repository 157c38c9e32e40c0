namespace AkkaCoded.Codes.Choosing;

/// <summary>What a coordinator learns of one worker in one step.</summary>
public enum AnswerFate
{
    /// <summary>Its answer arrived, used or late: the seconds are its time.</summary>
    Answered,

    /// <summary>It was stopped before it answered: its time is longer than the seconds.</summary>
    Cancelled,

    /// <summary>It died, hung or failed: the seconds say nothing about its speed.</summary>
    Lost,
}

/// <summary>One worker in one step, as the coordinator saw it.</summary>
/// <param name="Worker">Its number, from 0.</param>
/// <param name="Load">Share of the step that it was to compute; above 0.</param>
/// <param name="Seconds">From the opening of the step to its answer, or to its cancellation.
/// </param>
/// <param name="Fate">What became of it.</param>
public readonly record struct WorkerObservation(
    int Worker, double Load, double Seconds, AnswerFate Fate);

/// <summary>One step as the coordinator saw it.</summary>
/// <param name="Seconds">From its opening to the first decodable set.</param>
/// <param name="Workers">Every worker that had a row, each once, in any order.</param>
public sealed record StepObservation(double Seconds, IReadOnlyList<WorkerObservation> Workers);
