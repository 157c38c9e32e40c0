using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// Times of workers drawn from a law or read from a trace. One object serves all steps: move it to
/// the step wanted first. The values of a step depend on the seed and the step alone, not on the
/// steps asked for before.
/// </summary>
public sealed class DrawnTimes : IWorkerTimes
{
    private readonly double[] _x;
    private readonly LoadModel _load;
    private readonly Action<int, double[]> _draw;

    private DrawnTimes(int workers, LoadModel load, Action<int, double[]> draw)
    {
        _x = new double[workers];
        _load = load;
        _draw = draw;
        MoveTo(0);
    }

    /// <inheritdoc/>
    public int Workers => _x.Length;

    /// <summary>Worker i is column i of the trace and step t its row t, beginning again after the
    /// last.</summary>
    /// <param name="trace">Measured seconds.</param>
    /// <param name="load">How the load enters, and at which load the trace was measured.</param>
    public static DrawnTimes FromTrace(LatencyTrace trace, LoadModel load) =>
        new(trace.Workers, load, (step, x) => trace.Step(step % trace.Steps).CopyTo(x));

    /// <summary>Every step a fresh draw.</summary>
    /// <param name="law">The law, with its load model.</param>
    /// <param name="workers">n, at least 1.</param>
    /// <param name="seed">Where the chance comes from.</param>
    public static DrawnTimes FromLaw(LatencyLaw law, int workers, ulong seed) =>
        new(workers, law.Load,
            (step, x) => law.Delay.SampleStep(SeededRandom.Stream(seed, (ulong)step), x));

    /// <summary>Draws the times of a step.</summary>
    /// <param name="step">From 0.</param>
    /// <returns>This object.</returns>
    public DrawnTimes MoveTo(int step)
    {
        Contract.Require(step >= 0, "steps count from 0");
        _draw(step, _x);
        return this;
    }

    /// <inheritdoc/>
    /// <remarks>Not below 0, which a load below that of the measurement could give.</remarks>
    public double Seconds(int worker, double load) => Math.Max(0, _load.Seconds(_x[worker], load));
}
