namespace AkkaCoded.Codes.Choosing;

/// <summary>
/// When a step ends under a plan: at the first decodable set. Linear in the workers, without
/// allocations, so that thousands of plans can be compared over recorded steps.
/// </summary>
public sealed class RaceEvaluator
{
    private double[] _scratch = [];

    /// <summary>Seconds until the first decodable set; of a counting code, until the count it
    /// promises, before which a lucky set may decode.</summary>
    /// <param name="plan">Who computes what.</param>
    /// <param name="seconds">By worker: its time with its load under this plan; infinite where no
    /// answer comes. Of excluded workers it is not read.</param>
    /// <returns>Infinite where the answers never decode.</returns>
    public double StepSeconds(CodePlan plan, ReadOnlySpan<double> seconds)
    {
        Contract.Require(seconds.Length == plan.WorkersAll, "every worker has a time");
        return plan.Groups.IsEmpty ? AnyOf(plan, seconds) : Groups(plan, seconds);
    }

    private double Groups(CodePlan plan, ReadOnlySpan<double> seconds)
    {
        var first = Scratch(plan.Groups.Length);
        first.Fill(double.PositiveInfinity);
        var groupOf = plan.GroupOf;
        for (var worker = 0; worker < groupOf.Length; worker++)
        {
            var group = groupOf[worker];
            if (group >= 0 && seconds[worker] < first[group])
            {
                first[group] = seconds[worker];
            }
        }

        var last = 0.0;
        foreach (var time in first)
        {
            last = Math.Max(last, time);
        }

        return last;
    }

    private double AnyOf(CodePlan plan, ReadOnlySpan<double> seconds)
    {
        var times = Scratch(plan.Workers.Length);
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = seconds[plan.Workers[i]];
        }

        times.Sort();
        return times[plan.AnswersNeeded - 1];
    }

    private Span<double> Scratch(int length)
    {
        if (_scratch.Length < length)
        {
            _scratch = new double[length];
        }

        return _scratch.AsSpan(0, length);
    }
}
