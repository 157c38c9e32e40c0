using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// The steps of a policy, as the actor of a job drives them: it translates messages, this decides
/// and answers. Not an actor; on the actor's thread only.
/// </summary>
internal interface IRounds : IDisposable
{
    /// <summary>Whether a step is under way.</summary>
    bool IsOpen { get; }

    /// <summary>Whether the step cannot end with the workers that are here.</summary>
    bool IsWaiting { get; }

    /// <summary>Messages that were out of date or doubled.</summary>
    long Stale { get; }

    /// <summary>Whether a partition's worker owes a row.</summary>
    bool IsComputing(int partition);

    /// <summary>Opens the model's next step.</summary>
    void Open();

    /// <summary>Whether the code can be planned anew.</summary>
    bool CanAdopt { get; }

    /// <summary>Whether the weights are between two whole steps, so that no checkpoint can be
    /// taken.</summary>
    bool IsWithinStep { get; }

    /// <summary>Chunks that a partition's worker is asked for at once.</summary>
    int LoadOf(int partition);

    /// <summary>From now on another code; a step that is under way begins anew under it.</summary>
    /// <param name="plan">The code.</param>
    /// <param name="resize">Brings the crew in line, between the two.</param>
    void Adopt(CodePlan plan, Action resize);

    /// <summary>Ends the step that is under way, undone.</summary>
    void Stop();

    /// <summary>A partition has no worker any more.</summary>
    void Vacated(int partition);

    /// <summary>A partition has a worker (again).</summary>
    void Served(int partition);

    /// <summary>Asks once more for a row that is owed: messages may be lost. Changes nothing for a
    /// worker that has been asked.</summary>
    void Remind(int partition);

    void On(Progress progress);

    void On(Ready ready);

    void On(ComputeFailed failed);

    void On(AnswerMissing missing);

    void On(AnswersDecoded decoded);

    void On(StepDeadline deadline);

    /// <summary>Notes the time that a checkpoint has just taken, for the next record.</summary>
    void CheckpointTook(double seconds);

    /// <summary>Looks for uploads that do not come.</summary>
    void LookAround();
}
