namespace AkkaCoded.Codes.Latency;

/// <summary>
/// The law of one worker's time X in seconds before load enters; <see cref="LoadModel"/> says how
/// it does. Workers are independent unless a law says otherwise (a trace keeps steps together).
/// </summary>
public abstract class DelayDistribution
{
    /// <summary>The name in the text form, such as <c>pareto</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The parameters in the text form, in a fixed order.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> Parameters { get; }

    /// <summary>The smallest possible time, seconds.</summary>
    public abstract double Minimum { get; }

    /// <summary>E[X] in seconds; infinite for a tail that has no mean.</summary>
    public abstract double Mean { get; }

    /// <summary>P[X &lt;= seconds].</summary>
    public abstract double Cdf(double seconds);

    /// <summary>
    /// The smallest x with P[X > x] &lt;= tail. The tail instead of the quantile's 1 - tail is
    /// asked for, because tails of 1e-300 matter and 1 - 1e-300 is 1.
    /// </summary>
    /// <param name="tail">In (0, 1].</param>
    public abstract double QuantileOfTail(double tail);

    /// <summary>The smallest x with P[X &lt;= x] >= p, for p in [0, 1).</summary>
    public double Quantile(double p)
    {
        Contract.Require(p is >= 0 and < 1, "a quantile is asked for in [0, 1)");
        return QuantileOfTail(1 - p);
    }

    /// <summary>One worker's time, seconds.</summary>
    public virtual double Sample(SeededRandom random) => QuantileOfTail(random.NextOpenDouble());

    /// <summary>The times of all workers of one step, seconds.</summary>
    public virtual void SampleStep(SeededRandom random, Span<double> seconds)
    {
        foreach (ref var worker in seconds)
        {
            worker = Sample(random);
        }
    }

    /// <summary>
    /// E[X_(k:n)], the mean of the k-th smallest of n: when k of n answers are there. Here by
    /// quadrature over the tail of X_(k:n), which is Beta(n-k+1, k) distributed (David and
    /// Nagaraja, "Order Statistics", eq. 2.1.5); laws with a closed form override it.
    /// </summary>
    public virtual double MeanOfOrder(int k, int n)
    {
        RequireOrder(k, n);
        var logBeta = SpecialFunctions.LogBeta(n - k + 1, k);
        return Quadrature.UnitInterval((tail, body) => QuantileOfTail(tail) * Math.Exp(
            ((n - k) * Math.Log(tail)) + ((k - 1) * Math.Log(body)) - logBeta));
    }

    /// <summary>
    /// The mean time until every group has at least one answer: E[max over groups of the minimum in
    /// the group]. P[done by the time whose tail is q] = prod_g (1 - q^(r_g)).
    /// </summary>
    public virtual double MeanOfRace(RaceGroups groups)
    {
        var sizes = groups.Sizes.ToArray();
        return Quadrature.UnitInterval((tail, body) =>
        {
            // Near tail = 1 the logarithm needs 1 - tail, which is given to full precision.
            var logTail = body < 0.5 ? SpecialFunctions.Log1P(-body) : Math.Log(tail);
            double logDone = 0, hazard = 0;
            foreach (var (size, count) in sizes)
            {
                var groupDone = -SpecialFunctions.ExpM1(size * logTail);
                logDone += count * Math.Log(groupDone);
                hazard += count * size * Math.Exp((size - 1) * logTail) / groupDone;
            }

            return QuantileOfTail(tail) * Math.Exp(logDone) * hazard;
        });
    }

    private protected static void RequireOrder(int k, int n) => Contract.Require(
        k >= 1 && k <= n, "an order statistic is one of 1 .. n");
}
