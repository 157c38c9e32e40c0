using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// A training under way, wherever its workers are: in this process (<see cref="TrainingRun"/>) or
/// on the nodes of a cluster. Disposing stops it where it is still going, and gives everything
/// back.
/// </summary>
public interface ITrainingRun : IAsyncDisposable
{
    /// <summary>The result, once the last step is done and evaluated, or the run was stopped.
    /// </summary>
    /// <remarks>Fails with <see cref="InvalidInputException"/> CDL-0262 where training diverged,
    /// and with whatever else has ended the job.</remarks>
    Task<RunResult> Completion { get; }

    /// <summary>Ends the run after the last whole step, with a checkpoint where the job names a
    /// folder.</summary>
    /// <returns>As <see cref="Completion"/>.</returns>
    Task<RunResult> StopAsync();

    /// <summary>Injects a fault, such as <c>crash worker=3</c>; docs/chaos.md.</summary>
    /// <exception cref="InvalidInputException">The text is wrong, or <c>coded.chaos.enabled</c> is
    /// off.</exception>
    Task InjectAsync(string fault);
}
