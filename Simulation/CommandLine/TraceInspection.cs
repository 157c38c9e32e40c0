using AkkaCoded.Codes.Latency;
using AkkaCoded.Simulation.Traces;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary>The JSON of <c>trace inspect</c>; keys in docs/command-line.md.</summary>
internal sealed record TraceInspection
{
    public required string Trace { get; init; }

    public required int Steps { get; init; }

    public required int Workers { get; init; }

    public required int MissingAnswers { get; init; }

    public required double MeanSeconds { get; init; }

    public required double MedianSeconds { get; init; }

    public required double MedianStepSeconds { get; init; }

    public required double WaitForAllSeconds { get; init; }

    public required StepRatio MaxOverMedian { get; init; }

    public required StepRatio P99OverMedian { get; init; }

    public required IReadOnlyList<OrderRatio> OrderRatios { get; init; }

    public required double OverTwiceMedian { get; init; }

    public required double OverTwiceFastest { get; init; }

    public required IReadOnlyList<Persistence> Persistence { get; init; }

    public required IReadOnlyList<WorkerFacts> WorkerMeans { get; init; }

    public required IReadOnlyList<int> PersistentlySlow { get; init; }

    public required IReadOnlyList<FittedLaw> Laws { get; init; }

    public required CodeGain? BestIfLoadIsFree { get; init; }

    public required CodeGain? BestIfLoadIsAll { get; init; }

    public required double GainIfDataIsSlow { get; init; }

    public required IReadOnlyList<string> Advice { get; init; }

    public static TraceInspection Of(TraceFacts facts, int missing)
    {
        var advice = new TraceAdvice(facts);
        return new()
        {
            Trace = facts.Trace.Name,
            Steps = facts.Trace.Steps,
            Workers = facts.Trace.Workers,
            MissingAnswers = missing,
            MeanSeconds = facts.MeanSeconds,
            MedianSeconds = facts.MedianSeconds,
            MedianStepSeconds = facts.MedianStepSeconds,
            WaitForAllSeconds = facts.WaitForAllSeconds,
            MaxOverMedian = facts.MaxOverMedian,
            P99OverMedian = facts.P99OverMedian,
            OrderRatios = facts.OrderRatios,
            OverTwiceMedian = facts.OverTwiceMedian,
            OverTwiceFastest = facts.OverTwiceFastest,
            Persistence = facts.Persistence,
            WorkerMeans = facts.Workers,
            PersistentlySlow = [.. advice.PersistentlySlow.Select(worker => worker.Worker)],
            Laws =
            [
                .. facts.Fit().Candidates.Select(one => new FittedLaw(
                    one.Tail.ToString().ToLowerInvariant(), one.Law.ToString(), one.Bic)),
            ],
            BestIfLoadIsFree = advice.LoadIsFree,
            BestIfLoadIsAll = advice.LoadIsAll,
            GainIfDataIsSlow = facts.GainIfDataIsSlow(),
            Advice = advice.Sentences(),
        };
    }
}

/// <summary>A law that was fitted.</summary>
/// <param name="Tail">Family of its tail.</param>
/// <param name="Law">In its text form.</param>
/// <param name="Bic">Schwarz' criterion; the smallest fits best.</param>
internal sealed record FittedLaw(string Tail, string Law, double Bic);
