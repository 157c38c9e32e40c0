using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Messages.Chaos;

/// <summary>
/// Delays of one law as a function of seed, step and worker. A trace of whole steps is drawn as
/// one, so that what slows all workers of a step at once stays together; any other law is drawn
/// worker by worker. Safe for several threads.
/// </summary>
internal sealed class LawDraws(LatencyLaw law, ulong seed, int workers)
{
    /// <summary>Streams of whole steps; workers are far fewer.</summary>
    private const ulong WholeStep = ulong.MaxValue;

    private readonly bool _isWholeStep = law.Delay is TraceDelay { Draw: TraceDraw.Steps };

    /// <summary>The step drawn last: workers mostly ask for the same one. Replaced as a whole, so
    /// that another thread sees an old or a new one.</summary>
    private volatile DrawnStep? _last;

    /// <param name="step">The step.</param>
    /// <param name="worker">The worker's number.</param>
    /// <param name="load">Its share of the step; 0: it computes nothing and has no delay.</param>
    public double Seconds(long step, int worker, double load)
    {
        if (load <= 0)
        {
            return 0;
        }

        // Workers that joined later have no column in the step that was planned.
        return _isWholeStep && worker < workers
            ? Step(step, load).Seconds[worker]
            : law.Sample(Stream(step, (ulong)worker), load);
    }

    private DrawnStep Step(long step, double load)
    {
        var last = _last;
        if (last is null || last.Step != step || last.Load != load)
        {
            last = new DrawnStep(step, load, new double[workers]);
            law.SampleStep(Stream(step, WholeStep), load, last.Seconds);
            _last = last;
        }

        return last;
    }

    private SeededRandom Stream(long step, ulong worker) => SeededRandom.Stream(
        SeededRandom.Stream(seed, (ulong)step).NextUInt64(), worker);

    private sealed record DrawnStep(long Step, double Load, double[] Seconds);
}
