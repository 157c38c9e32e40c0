using AkkaCoded.Codes.Baselines;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>The delays of a simulation as a scheme sees them: of one step at a time, with cold
/// starts and failures at the times at which the scheme gets there.</summary>
internal sealed class StepTimes(StepDelays delays, FailureTimeline failures) : IWorkerTimes
{
    private long _step;

    /// <inheritdoc/>
    public int Workers => delays.Workers;

    /// <summary>Simulated time at which the step begins.</summary>
    public double Now { get; private set; }

    /// <summary>The next step begins.</summary>
    public StepTimes MoveTo(long step, double now)
    {
        (_step, Now) = (step, now);
        return this;
    }

    /// <inheritdoc/>
    public double Seconds(int worker, double load)
    {
        var begin = Math.Max(Now, delays.ColdSeconds(worker, 1));
        return failures.End(worker, begin, delays.Seconds(_step, worker, load)) - Now;
    }
}
