namespace AkkaCoded.Codes.Latency;

/// <summary>
/// A line, a share of observations that are late by a fixed gap, and the same normal noise around
/// both: expectation maximization (Dempster, Laird and Rubin, 1977) from several starts.
/// </summary>
internal static class BimodalTailFit
{
    private const int IterationsMax = 200;

    private static readonly double[] StartQuantiles = [0.5, 0.75, 0.85, 0.92, 0.97, 0.99];

    /// <summary>Null where the observations show no two separate modes.</summary>
    public static LatencyFitCandidate? Of(FitSample sample)
    {
        var residuals = sample.Residuals(LowerEnvelope.Of(sample).Line);
        var sorted = residuals.Order().ToArray();
        State? best = null;
        foreach (var quantile in StartQuantiles)
        {
            var split = sorted[(int)(quantile * (sorted.Length - 1))];
            var late = Array.ConvertAll(residuals, r => r > split ? 1.0 : 0.0);
            var state = Climb(sample, late);
            if (state is not null && !(best?.LogLikelihood >= state.LogLikelihood))
            {
                best = state;
            }
        }

        if (best is null)
        {
            return null;
        }

        var delay = new BimodalDelay(
            best.Line.Intercept, best.Line.Intercept + best.Gap, best.Share);
        return sample.Candidate(TailFamily.Bimodal, best.Line, delay, best.LogLikelihood, 3);
    }

    private static State? Climb(FitSample sample, double[] late)
    {
        State? state = null;
        for (var i = 0; i < IterationsMax; i++)
        {
            var next = Maximize(sample, late);
            if (next is null)
            {
                return null;
            }

            next = Expect(sample, next, late);
            var done = state is not null
                && next.LogLikelihood - state.LogLikelihood < 1e-9 * Math.Abs(next.LogLikelihood);
            state = next;
            if (done)
            {
                break;
            }
        }

        // Modes that overlap are one crooked mode; a single late answer is no mode either.
        var separate = state is not null && state.Gap > 4 * state.Noise
            && state.Share * sample.Count >= 2;
        return separate ? state : null;
    }

    private static State? Maximize(FitSample sample, double[] late)
    {
        var share = late.Average();
        var (line, gap) = LeastSquares.WithLate(sample, late);
        if (share is < 1e-9 or > 1 - 1e-9 || gap <= 0)
        {
            return null;
        }

        var sum = 0.0;
        for (var i = 0; i < late.Length; i++)
        {
            var residual = sample.V[i] - line.At(sample.U[i]);
            sum += ((1 - late[i]) * residual * residual)
                + (late[i] * (residual - gap) * (residual - gap));
        }

        return new State(line, gap, share, TailFits.Noise(sample, sum), 0);
    }

    /// <summary>Overwrites the probabilities of being late, and returns the likelihood.</summary>
    private static State Expect(FitSample sample, State state, double[] late)
    {
        var likelihood = 0.0;
        for (var i = 0; i < late.Length; i++)
        {
            var residual = sample.V[i] - state.Line.At(sample.U[i]);
            var onTime = Math.Log(1 - state.Share) + LogNormal(residual, state.Noise);
            var isLate = Math.Log(state.Share) + LogNormal(residual - state.Gap, state.Noise);
            var larger = Math.Max(onTime, isLate);
            var total = larger + Math.Log(Math.Exp(onTime - larger) + Math.Exp(isLate - larger));
            late[i] = Math.Exp(isLate - total);
            likelihood += total;
        }

        return state with { LogLikelihood = likelihood };
    }

    private static double LogNormal(double x, double deviation) =>
        (-0.5 * x * x / (deviation * deviation)) - Math.Log(deviation)
        - (0.5 * Math.Log(2 * Math.PI));

    private sealed record State(
        FitLine Line, double Gap, double Share, double Noise, double LogLikelihood);
}
