using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>Where the times of simulated workers come from.</summary>
public abstract class DelaySource
{
    private DelaySource(LoadModel load) => Load = load;

    /// <summary>For people, such as the text of the law.</summary>
    public abstract string Description { get; }

    /// <summary>How the load of a row enters its time.</summary>
    public LoadModel Load { get; }

    /// <summary>Steps that were measured; null for a law. Longer simulations begin again.</summary>
    public virtual int? RecordedSteps => null;

    /// <summary>Workers that were measured; null for a law.</summary>
    public virtual int? RecordedWorkers => null;

    /// <summary>Every step is a fresh draw from a law.</summary>
    public static DelaySource FromLaw(LatencyLaw law) => new LawSource(law);

    /// <summary>
    /// Step t is row t of the trace and worker i its column i; both begin again after the last.
    /// More workers than columns take the same columns at other rows.
    /// </summary>
    /// <param name="trace">Measured seconds.</param>
    /// <param name="load">How the load enters, and at which load the trace was measured.</param>
    public static DelaySource FromTrace(LatencyTrace trace, LoadModel load) =>
        new TraceSource(trace, load);

    /// <summary>What the law's X is in a step, by worker; depends on seed and step alone.</summary>
    internal abstract void Draw(ulong seed, long step, Span<double> x);

    private sealed class LawSource(LatencyLaw law) : DelaySource(law.Load)
    {
        public override string Description => law.ToString();

        internal override void Draw(ulong seed, long step, Span<double> x) =>
            law.Delay.SampleStep(SeededRandom.Stream(seed, (ulong)step), x);
    }

    private sealed class TraceSource(LatencyTrace trace, LoadModel load) : DelaySource(load)
    {
        public override string Description =>
            $"{Path.GetFileName(trace.Name)}, {trace.Steps} steps of {trace.Workers} workers";

        public override int? RecordedSteps => trace.Steps;

        public override int? RecordedWorkers => trace.Workers;

        internal override void Draw(ulong seed, long step, Span<double> x)
        {
            var rounds = ((x.Length - 1) / trace.Workers) + 1;
            for (var worker = 0; worker < x.Length; worker++)
            {
                var (round, column) = Math.DivRem(worker, trace.Workers);
                var row = (step + ((long)round * trace.Steps / rounds)) % trace.Steps;
                x[worker] = trace[(int)row, column];
            }
        }
    }
}
