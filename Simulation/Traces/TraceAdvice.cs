using AkkaCoded.Codes.Latency;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Traces;

/// <summary>What a trace means for coding, in sentences.</summary>
internal sealed class TraceAdvice
{
    /// <summary>Below this there is nothing to gain that would be worth a change.</summary>
    private const double Little = 1.05;

    /// <summary>Slow in more than half of the steps: that worker is slow, not the step.</summary>
    private const double Persistent = 0.5;

    private readonly TraceFacts _facts;

    public TraceAdvice(TraceFacts facts)
    {
        _facts = facts;
        var at = 1.0 / facts.Trace.Workers;
        if (facts.Trace.Workers > 1)
        {
            var delay = new TraceDelay(facts.Trace);
            LoadIsFree = Best(new(delay, LoadModel.Additive(0, at)));
            LoadIsAll = Best(new(delay, LoadModel.Multiplicative(at)));
        }
    }

    /// <summary>The best code if computing more took no time at all; null for one worker.</summary>
    public CodeGain? LoadIsFree { get; }

    /// <summary>The best code if every time grew in proportion to the load; null for one worker.
    /// </summary>
    public CodeGain? LoadIsAll { get; }

    public IReadOnlyList<WorkerFacts> PersistentlySlow =>
        [.. _facts.Workers.Where(worker => worker.SlowShare > Persistent)];

    public IReadOnlyList<string> Sentences()
    {
        var sentences = new List<string> { Cost() };
        if (LoadIsFree is null)
        {
            return [.. sentences, "One worker has nobody to stand in for it."];
        }

        if (_facts.WaitForAllSeconds < Little * _facts.MedianStepSeconds)
        {
            return [.. sentences, "Waiting for all is right: no code can gain more than that."];
        }

        sentences.AddRange(PersistentlySlow.Count > 0 ? [Lasting()] : Passing());
        sentences.Add(Codes());
        sentences.Add(
            "A trace does not tell whether slowness comes from the worker or from its data. Did it "
            + "lie in the data, each replica of a slow chunk would be slow too: fractional-"
            + $"repetition with s = 1 would then be {Factor(_facts.GainIfDataIsSlow())} as fast as "
            + "waiting for all even if more load took no time. Cut such data evenly instead.");
        return sentences;
    }

    private string Cost() => $"Waiting for all takes {TimeUnit.Text(_facts.WaitForAllSeconds)} a "
        + $"step, the median worker {TimeUnit.Text(_facts.MedianStepSeconds)}: stragglers cost "
        + $"{Factor(_facts.WaitForAllSeconds / _facts.MedianStepSeconds)}.";

    private string Lasting()
    {
        var slow = PersistentlySlow;
        var who = slow.Count == 1
            ? $"Worker {slow[0].Worker} is"
            : $"Workers {string.Join(", ", slow.Take(8).Select(worker => worker.Worker))}"
                + $"{(slow.Count > 8 ? ", ..." : "")} are";
        return $"{who} slow in more than half of the steps: give less work to it or replace it. "
            + "A code would pay in every step for what one change mends.";
    }

    private IEnumerable<string> Passing()
    {
        var at = _facts.Persistence.Single(one => one.Factor == TraceFacts.Slow);
        if (at.Again is not { } again)
        {
            yield return $"No worker took more than {TraceFacts.Slow} times the median of a step.";
            yield break;
        }

        var base0 = at.Share;
        yield return $"{base0:0.0%} of the times are above {TraceFacts.Slow} times the step's "
            + $"median; after a slow step a worker is slow again with {again:0.0%}. "
            + (again > 3 * base0
                ? "So slowness lasts for some steps but moves on: codes help, and so does moving "
                    + "work for a while."
                : "So slowness comes and goes: who will be late can't be foreseen, which is what "
                    + "codes are for.");
    }

    private string Codes() =>
        $"If more load took no more time, the best code would be {LoadIsFree!.Value.Describe()}; "
        + $"if all time grew with the load, {LoadIsAll!.Value.Describe()}. The truth lies between: "
        + "it depends on how much of a step is computing.";

    private static CodeGain Best(LatencyLaw law)
    {
        var report = StepTimeTheory.Report(law, ((TraceDelay)law.Delay).Trace.Workers);
        var best = report.BestForTraining;
        return new(best.Family, best.Stragglers, report.Gain(best));
    }

    internal static string Factor(double ratio) => $"{ratio:0.00}x";
}

/// <summary>A code and how many times faster than waiting for all it is.</summary>
internal readonly record struct CodeGain(string Family, int Stragglers, double Gain)
{
    public string Describe() => Stragglers == 0
        ? "none"
        : $"{Family} with s = {Stragglers} ({TraceAdvice.Factor(Gain)})";
}
