using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Codes.Choosing;

/// <summary>How long every worker would take in every step, for whatever load.</summary>
public interface IStepWorld
{
    /// <summary>Workers.</summary>
    int Workers { get; }

    /// <summary>Steps.</summary>
    int Steps { get; }

    /// <summary>Seconds of a worker in a step with a load.</summary>
    double Seconds(int step, int worker, double load);
}

/// <summary>A trace with a load model; it begins again where the steps outlast it.</summary>
/// <param name="trace">Measured times.</param>
/// <param name="load">What becomes of them with another load.</param>
/// <param name="steps">How many steps; null: as many as the trace has.</param>
public sealed class TraceWorld(LatencyTrace trace, LoadModel load, int? steps = null) : IStepWorld
{
    /// <inheritdoc/>
    public int Workers => trace.Workers;

    /// <inheritdoc/>
    public int Steps { get; } = steps ?? trace.Steps;

    /// <inheritdoc/>
    public double Seconds(int step, int worker, double load1) =>
        Math.Max(0, load.Seconds(trace[step % trace.Steps, worker], load1));
}
