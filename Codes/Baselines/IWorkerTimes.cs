namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// How long each worker takes in one step: a pure function of the step, the worker and the load, so
/// that every scheme that is compared on it sees the same luck.
/// </summary>
public interface IWorkerTimes
{
    /// <summary>n: how many workers there are.</summary>
    int Workers { get; }

    /// <summary>Seconds from the start of the work to the arrival of the answer.</summary>
    /// <param name="worker">0 .. n - 1.</param>
    /// <param name="load">Share of the step that the worker computes, 0 or more; an uncoded step
    /// gives each worker 1/n. Seconds never fall when the load grows; those at load 0 are what a
    /// worker needs before it computes anything. Infinite for a worker that never answers.</param>
    double Seconds(int worker, double load);
}
