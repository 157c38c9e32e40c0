namespace AkkaCoded.Codes.Choosing;

/// <summary>
/// <c>code.family = auto</c>: before each step says which code it is to be done with, and after
/// each step learns from what the coordinator saw. Pure: no clock, no actors, and chance only from
/// its seed, so real runs and simulated ones share it. docs/chooser.md says how it decides.
/// </summary>
public sealed class CodeChooser
{
    private const double Hysteresis = 0.01;
    private const double Surprise = 1.4;
    private const double WorthKnowing = 0.015;
    private const double ExplorationShare = 0.01;

    private readonly ChooserOptions _options;
    private readonly StepHistory _history;
    private readonly WorkerKnowledge _knowledge;
    private int[] _live;
    private Choice? _choice;
    private int _decidedAt = -1;
    private double _spent;
    private int _tailTriedAt;
    private bool _waitedForAll;

    /// <param name="workers">Workers of the job, 1 to 4096; they are numbered from 0.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="InvalidInputException">CDL-0001: the number of workers is out of range;
    /// CDL-0051: an option is.</exception>
    public CodeChooser(int workers, ChooserOptions? options = null)
    {
        ParameterChecks.Workers(new CodeParameters(workers, 0));
        _options = options ?? new ChooserOptions();
        _options.Validate();
        _history = new(workers);
        _knowledge = new(_history, _options);
        _live = [.. Enumerable.Range(0, workers)];
    }

    /// <summary>What the chooser holds for known; for reports.</summary>
    public LearnedDelays? Learned => _knowledge.Learned;

    /// <summary>Says how the next step is to be done; call it once before each.</summary>
    /// <param name="live">Numbers of the workers that can take part; null: all.</param>
    public Choice Decide(IReadOnlyList<int>? live = null)
    {
        var members = live is null ? [.. Enumerable.Range(0, _history.Workers)] : live.Order()
            .ToArray();
        Contract.Require(members.Length > 0, "a step needs a worker");
        var sameMembers = members.AsSpan().SequenceEqual(_live);
        _live = members;
        if (_history.Steps == 0)
        {
            return _choice = sameMembers && _choice is not null
                ? _choice with { Changed = false }
                : FirstChoice();
        }

        if (sameMembers && _choice is not null && !IsDue(_choice))
        {
            return _choice = _choice with { Changed = false };
        }

        return _choice = Compare(sameMembers);
    }

    /// <summary>Learns from a step that was done.</summary>
    /// <param name="seen">What the coordinator saw, whatever plan it used.</param>
    public void Observe(StepObservation seen)
    {
        _history.Add(seen);
        _knowledge.Note(seen);
    }

    private Choice FirstChoice()
    {
        var plan = PlanCandidates.First(_history.Workers, _live);
        return new(plan, true, _live.Length > 1, null, [],
            $"{plan}: nothing is known yet; so much redundancy waits for no worker that is "
            + "only starting");
    }

    /// <summary>Often while little is known, and whenever a step was not as expected.</summary>
    private bool IsDue(Choice choice)
    {
        var since = _history.Steps - _decidedAt;
        return choice.Exploring
            || since >= Math.Clamp(_history.Steps / 12, 1, 12)
            || _history.LatestSeconds > Surprise * choice.ExpectedSeconds
            || _knowledge.ProbeDue(choice.Plan);
    }

    private Choice Compare(bool sameMembers)
    {
        _decidedAt = _history.Steps;
        var costs = _knowledge.Compare(_live, sameMembers ? _choice?.Plan : null);
        var best = costs.MinBy(cost => cost.Expected)!;
        var current = sameMembers && _choice is not null
            ? costs.First(cost => cost.Plan.IsSameAs(_choice.Plan))
            : null;
        var picked = current is not null && !IsWorthChanging(current, best) ? current : best;
        var trial = Exploration(costs, picked);
        if (trial is not null)
        {
            _spent += trial.Expected - picked.Expected;
        }

        var plan = (trial ?? picked).Plan;
        return new(
            plan, current is null || !plan.IsSameAs(current.Plan), trial is not null,
            (trial ?? picked).Expected, ChoiceText.Alternatives(costs),
            ChoiceText.Reason(picked, trial, current, costs, _knowledge.Learned!));
    }

    private bool IsWorthChanging(PlanCost current, PlanCost best)
    {
        var gain = current.Expected - best.Expected;
        var horizon = _options.HorizonSteps ?? Math.Max(8, _history.Steps);
        return gain > Hysteresis * best.Expected && gain * horizon > _options.ReplanSeconds;
    }

    /// <summary>A plan that is tried because what it shows may save more than it costs; null where
    /// nothing is worth a trial.</summary>
    private PlanCost? Exploration(IReadOnlyList<PlanCost> costs, PlanCost picked)
    {
        var waiting = costs.Where(cost => cost.Plan.Family == "uncoded")
            .Max(cost => cost.Expected);
        var seen = 2 * _history.Seconds / _history.Steps;
        var budget = (_options.ExplorationSteps * Math.Min(waiting, seen))
            + (ExplorationShare * _history.Seconds) - _spent - (2 * _options.ReplanSeconds);
        return TrialOfAll(costs, picked, budget) ?? TrialOfLoad(costs, picked, budget)
            ?? TrialOfTail(costs, picked, budget);
    }

    /// <summary>
    /// Who is always beaten is never heard. Where the same workers are late every time and less
    /// work would make them faster, all are waited for once: only then can work be shared by speed.
    /// </summary>
    private PlanCost? TrialOfAll(IReadOnlyList<PlanCost> costs, PlanCost picked, double budget)
    {
        if (_waitedForAll || _history.Steps < 4 || !_knowledge.SpeedsMayPay())
        {
            return null;
        }

        var all = costs.FirstOrDefault(
            cost => cost.Plan.Family == "uncoded" && cost.Plan.Workers.Length == _live.Length);
        if (all is null || _knowledge.SlowestSeconds() - picked.Expected > budget)
        {
            return null;
        }

        _waitedForAll = true;
        return all with { Expected = _knowledge.SlowestSeconds() };
    }

    /// <summary>Knowing the right load hypothesis would be worth something, and the trial's load
    /// tells hypotheses apart.</summary>
    private PlanCost? TrialOfLoad(
        IReadOnlyList<PlanCost> costs, PlanCost picked, double budget)
    {
        var weights = _knowledge.Slopes.Weights;
        var known = 0.0;
        for (var h = 0; h < weights.Count; h++)
        {
            known += weights[h] <= 0 ? 0 : weights[h] * costs.Min(cost => cost.ByHypothesis[h]);
        }

        if (picked.Expected - known < WorthKnowing * picked.Expected
            || !_knowledge.HasTried(picked.Plan.Load, 2))
        {
            return null;
        }

        var trials = costs
            .Where(cost => Math.Abs(Math.Log(cost.Plan.Load / picked.Plan.Load)) < 0.9)
            .Where(cost => WorstExtra(cost, picked) <= budget)
            .Select(cost => (cost, information: Information(cost, picked.Plan)))
            .Where(pair => pair.information > 0)
            .ToList();
        var most = trials.Count == 0 ? 0 : trials.Max(pair => pair.information);
        return trials.Where(pair => pair.information > 0.5 * most)
            .Select(pair => pair.cost)
            .MinBy(cost => cost.Expected);
    }

    /// <summary>
    /// With much redundancy few answers are seen, so a tail once thought long is never found to be
    /// short. A plan that would show more is tried while, within what is known, it may be better.
    /// </summary>
    private PlanCost? TrialOfTail(
        IReadOnlyList<PlanCost> costs, PlanCost picked, double budget)
    {
        var since = _history.Steps - _tailTriedAt;
        if (_history.RecentlySeen > 0.45 && since < Math.Max(6, 0.15 * _history.Steps))
        {
            return null;
        }

        var sure = Math.Sqrt(1 + _history.SeenSteps);
        var trial = costs.Where(cost => cost.Plan.IsEven && cost.Plan.Load < picked.Plan.Load
                && cost.Expected - picked.Expected <= Math.Min(budget, 0.3 * picked.Expected))
            .MinBy(cost => cost.Expected - (cost.Deviation / sure));
        if (trial is null
            || trial.Expected - (trial.Deviation / sure) > (1 - WorthKnowing) * picked.Expected)
        {
            return null;
        }

        _tailTriedAt = _history.Steps;
        return trial;
    }

    /// <summary>What a trial costs at most, whichever plausible hypothesis holds.</summary>
    private double WorstExtra(PlanCost cost, PlanCost picked)
    {
        var worst = cost.Expected - picked.Expected;
        for (var h = 0; h < cost.ByHypothesis.Length; h++)
        {
            if (_knowledge.Slopes.Weights[h] > 0.03)
            {
                worst = Math.Max(worst, cost.ByHypothesis[h] - picked.ByHypothesis[h]);
            }
        }

        return worst;
    }

    /// <summary>Deviation, over the hypotheses, of the log of how much the typical time would
    /// change; 0 where noise would hide it.</summary>
    private double Information(PlanCost cost, CodePlan picked)
    {
        var plan = cost.Plan;
        if (plan.IsEven && _knowledge.IsKnown(plan.Load))
        {
            return 0;
        }

        var (weights, n) = (_knowledge.Slopes.Weights, _history.Workers);
        var (mean, square) = (0.0, 0.0);
        for (var h = 0; h < weights.Count; h++)
        {
            if (weights[h] <= 0)
            {
                continue;
            }

            var hypothesis = LoadHypothesis.All[h].Hypothesis;
            // With uneven loads the plan's own time tells whether slow workers are so in
            // proportion to their load.
            var change = plan.IsEven
                ? Math.Log(hypothesis.Typical(plan.Load * n) / hypothesis.Typical(picked.Load * n))
                : Math.Log(Math.Max(1e-12, cost.ByHypothesis[h]));
            mean += weights[h] * change;
            square += weights[h] * change * change;
        }

        var deviation = Math.Sqrt(Math.Max(0, square - (mean * mean)));
        return deviation < 0.02 ? 0 : deviation;
    }
}
