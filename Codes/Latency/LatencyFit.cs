namespace AkkaCoded.Codes.Latency;

/// <summary>
/// Which law the observed times follow: base + slope load + tail, the tail independent of the load
/// (additive) or proportional to it (multiplicative), of the family that explains the observations
/// best. It is what a redundancy is chosen by: under an additive law gradient codes pay, under a
/// multiplicative one they may not.
/// </summary>
public sealed class LatencyFit
{
    /// <summary>With fewer observations no family can be told from another.</summary>
    public const int ObservationsForChoice = 16;

    private LatencyFit(
        int observations, bool slopeIdentified, IReadOnlyList<LatencyFitCandidate> candidates)
    {
        Observations = observations;
        SlopeIdentified = slopeIdentified;
        Candidates = candidates;
    }

    /// <summary>How many observations there were.</summary>
    public int Observations { get; }

    /// <summary>
    /// Whether different loads were seen, in four observations or more. Where not, slope and kind
    /// of load are unknown: the slope is reported as 0, everything is in the base, and another load
    /// can't be predicted.
    /// </summary>
    public bool SlopeIdentified { get; }

    /// <summary>Every law that was tried, the best first.</summary>
    public IReadOnlyList<LatencyFitCandidate> Candidates { get; }

    /// <summary>The best law.</summary>
    public LatencyLaw Law => Candidates[0].Law;

    /// <summary>The family of the best law's tail.</summary>
    public TailFamily Tail => Candidates[0].Tail;

    /// <summary>Whether the best law's tail grows with the load.</summary>
    public LoadKind Load => Candidates[0].Load;

    /// <summary>Seconds of a worker without load and without tail.</summary>
    public double BaseSeconds => Candidates[0].BaseSeconds;

    /// <summary>Seconds that the whole step adds to a worker, without tail.</summary>
    public double SlopeSeconds => Candidates[0].SlopeSeconds;

    /// <summary>
    /// Mean seconds above base + slope load: of the tail, 0 for a spread to both sides; for a
    /// multiplicative law at load 1. Infinite where a Pareto tail has no mean.
    /// </summary>
    public double TailMeanSeconds => Tail == TailFamily.Normal
        ? 0
        : Law.Delay.Mean - (Load == LoadKind.Additive ? BaseSeconds : SlopeSeconds);

    /// <summary>Fits all laws and ranks them by Schwarz' criterion.</summary>
    /// <param name="observations">At least one. Their order does not matter.</param>
    /// <exception cref="InvalidInputException">CDL-0050: there is none, or one is no time of a
    /// load.
    /// </exception>
    public static LatencyFit Of(IReadOnlyList<LatencyObservation> observations)
    {
        Check(observations);
        var additive = new FitSample(observations, LoadKind.Additive);
        var candidates = new List<LatencyFitCandidate>();
        AddCandidates(candidates, additive);
        if (additive.SlopeIdentified && observations.Count >= ObservationsForChoice)
        {
            AddCandidates(candidates, new FitSample(observations, LoadKind.Multiplicative));
        }

        var ranked = candidates.OrderBy(candidate => candidate.Bic).ToList();
        return new LatencyFit(observations.Count, additive.SlopeIdentified, ranked);
    }

    private static void AddCandidates(List<LatencyFitCandidate> candidates, FitSample sample)
    {
        var normal = TailFits.Normal(sample);
        var exponential = TailFits.Exponential(sample);
        if (sample.Count < ObservationsForChoice)
        {
            // Few times that differ look like a tail to be careful of; equal ones show nothing.
            var spread = exponential.Law.Delay.Mean - exponential.Law.Delay.Minimum;
            candidates.Add(spread > 20 * sample.Resolution ? exponential : normal);
            return;
        }

        candidates.Add(normal);
        candidates.Add(exponential);
        candidates.Add(TailFits.Pareto(sample));
        if (BimodalTailFit.Of(sample) is { } bimodal)
        {
            candidates.Add(bimodal);
        }
    }

    private static void Check(IReadOnlyList<LatencyObservation> observations)
    {
        if (observations.Count == 0)
        {
            throw new InvalidInputException(
                "CDL-0050", "observations", "none", "at least one",
                "Wait until a worker has answered.");
        }

        for (var i = 0; i < observations.Count; i++)
        {
            var (load, seconds) = observations[i];
            if (!double.IsFinite(load) || load <= 0 || !double.IsFinite(seconds) || seconds < 0)
            {
                throw new InvalidInputException(
                    "CDL-0050", $"observation {i}", observations[i],
                    "a finite load above 0, finite seconds of 0 or more",
                    "Leave out answers without a time.");
            }
        }
    }
}
