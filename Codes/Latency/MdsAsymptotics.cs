namespace AkkaCoded.Codes.Latency;

/// <summary>
/// The best (n, k) MDS code for many workers under the shifted exponential law with multiplicative
/// load (Lee et al., IEEE T-IT 2018, section III-B): with v = -W_(-1)(-e^(-mu-1)) it is
/// k* = n (1 - 1/v), and a step takes v / (mu n). Here mu = rate * shift, and times scale with
/// shift.
/// </summary>
/// <param name="Needed">k*, not rounded.</param>
/// <param name="MeanStepSeconds">The step time at k*.</param>
public sealed record MdsAsymptotics(double Needed, double MeanStepSeconds)
{
    /// <summary>Evaluates the formula.</summary>
    /// <param name="delay">Its shift must be above 0: without it k* is n.</param>
    /// <param name="workers">n.</param>
    public static MdsAsymptotics Of(ShiftedExponentialDelay delay, int workers)
    {
        Contract.Require(delay.Shift > 0, "the formula divides by the shift");
        var mu = delay.Rate * delay.Shift;
        var v = SpecialFunctions.MinusLambertLower(mu);
        return new MdsAsymptotics(
            workers * (1 - (1 / v)), delay.Shift * v / (mu * workers));
    }
}
