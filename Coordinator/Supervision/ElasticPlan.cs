namespace AkkaCoded.Coordinator.Supervision;

/// <summary>The code is to be built anew for another number of workers.</summary>
/// <param name="Workers">The new n.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record PlanChange(int Workers, string Reason);

/// <summary>
/// Decides, at a step boundary, whether the code should have another number of workers. It grows
/// when more are ready than the code and its spares need, and shrinks when fewer than n are left
/// or expected back; in between vacant partitions are a matter of spares and of the code's own
/// tolerance, so that a crash and a quick return change no plan.
/// </summary>
/// <param name="spares">Workers that are to stay idle when the code grows.</param>
/// <param name="workersMin">Least n.</param>
/// <param name="patience">How long a worker that is away is expected back.</param>
internal sealed class ElasticPlan(int spares, int workersMin, TimeSpan patience)
{
    /// <summary>Decides.</summary>
    /// <param name="assignment">Who is here.</param>
    /// <param name="now">The time.</param>
    /// <param name="suits">Whether a code of that many workers can be built.</param>
    /// <returns>The largest n that suits, or null where n stays.</returns>
    public PlanChange? Propose(Assignment assignment, TimeSpan now, Func<int, bool> suits)
    {
        var n = assignment.Partitions;
        var ready = assignment.Members.Count(m => m.IsReady(now));
        if (ready > n + spares)
        {
            return Largest(ready - spares, n + 1, suits) is { } more
                ? new PlanChange(more, $"{ready} workers are ready, {more} take part instead of {n}")
                : null;
        }

        var expected = assignment.Members.Count(m => m.IsExpected(now, patience));
        if (expected >= n)
        {
            return null;
        }

        return Largest(expected, Math.Max(1, workersMin), suits) is { } fewer
            ? new PlanChange(
                fewer, $"{expected} workers are left, {fewer} take part instead of {n}")
            : null;
    }

    private static int? Largest(int from, int least, Func<int, bool> suits)
    {
        for (var n = from; n >= least; n--)
        {
            if (suits(n))
            {
                return n;
            }
        }

        return null;
    }
}
