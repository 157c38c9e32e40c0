namespace AkkaCoded.Codes.Choosing;

/// <summary>A plan and its expected seconds under each load hypothesis.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="ByHypothesis">Mean seconds of a step under each load hypothesis.</param>
/// <param name="Expected">Mean over the hypotheses.</param>
/// <param name="Deviation">Of a single step, over the scenarios.</param>
internal sealed record PlanCost(
    CodePlan Plan, double[] ByHypothesis, double Expected, double Deviation);

/// <summary>Expected step times of plans over all scenarios and load hypotheses.</summary>
internal sealed class PlanCosts
{
    private const double StrayFactor = 8;

    private readonly IReadOnlyList<Scenario> _scenarios;
    private readonly SlopePosterior _slopes;
    private readonly int _workers;
    private readonly double _strayRate;
    private readonly RaceEvaluator _race = new();
    private readonly double[] _seconds;
    private double _deviation;

    /// <param name="scenarios">Steps that might come.</param>
    /// <param name="slopes">What load does.</param>
    /// <param name="workers">n.</param>
    /// <param name="answers">Answers seen so far: the fewer, the likelier is a straggler of a kind
    /// that was never seen.</param>
    /// <param name="spread">Of answers, in logs: where nothing varies, nothing strays.</param>
    public PlanCosts(
        IReadOnlyList<Scenario> scenarios, SlopePosterior slopes, int workers, long answers,
        double spread)
    {
        _scenarios = scenarios;
        _slopes = slopes;
        _workers = workers;
        _strayRate = 0.2 / (20 + answers) * TailPool.Wildness(spread);
        _seconds = new double[workers];
    }

    public PlanCost Of(CodePlan plan)
    {
        var costs = new double[_slopes.Weights.Count];
        if (plan.IsEven)
        {
            Even(plan, costs);
        }
        else
        {
            Uneven(plan, costs);
        }

        var expected = 0.0;
        var alone = plan.Groups.Count(group => group.Workers.Length == 1);
        for (var h = 0; h < costs.Length; h++)
        {
            var typical = _slopes.TypicalSeconds(h)
                * LoadHypothesis.All[h].Hypothesis.Typical(plan.Load * _workers);
            costs[h] += _strayRate * alone * StrayFactor * typical;
            expected += _slopes.Weights[h] * costs[h];
        }

        return new(plan, costs, expected, _deviation);
    }

    /// <summary>Equal loads keep the order of arrival, so one race serves all hypotheses.</summary>
    private void Even(CodePlan plan, double[] costs)
    {
        var relative = plan.Load * _workers;
        var (mean, square) = (0.0, 0.0);
        foreach (var scenario in _scenarios)
        {
            var raced = _race.StepSeconds(plan, scenario.Seconds);
            mean += scenario.Weight * raced;
            square += scenario.Weight * raced * raced;
            for (var h = 0; h < costs.Length; h++)
            {
                if (_slopes.Weights[h] > 0)
                {
                    costs[h] += scenario.Weight * LoadHypothesis.All[h].Hypothesis.Convert(
                        raced, scenario.RelativeLoad, relative,
                        _slopes.TypicalSeconds(h));
                }
            }
        }

        _deviation = Math.Sqrt(Math.Max(0, square - (mean * mean)));
    }

    private void Uneven(CodePlan plan, double[] costs)
    {
        _deviation = 0;
        for (var h = 0; h < costs.Length; h++)
        {
            if (_slopes.Weights[h] <= 0)
            {
                continue;
            }

            var (hypothesis, typical) =
                (LoadHypothesis.All[h].Hypothesis, _slopes.TypicalSeconds(h));
            foreach (var scenario in _scenarios)
            {
                foreach (var worker in plan.Workers)
                {
                    _seconds[worker] = hypothesis.Convert(
                        scenario.Seconds[worker], scenario.RelativeLoad,
                        plan.Loads[worker] * _workers, typical);
                }

                costs[h] += scenario.Weight * _race.StepSeconds(plan, _seconds);
            }
        }
    }
}
