using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>What was drawn for a step, and what it would have allowed.</summary>
internal sealed record DrawnStep(
    IReadOnlyList<double> ByNumber, double? Earliest, double WaitForAll);

/// <summary>
/// Draws the very delays that the workers inject, those of stopped workers too, and says when the
/// step could have been decoded at the earliest and how long waiting for all would have taken.
/// </summary>
/// <param name="ledger">Knows the faults that come at run time as well.</param>
/// <param name="plan">The code and its limits.</param>
/// <param name="policy">Backup workers end a step by count.</param>
internal sealed class DelayHindsight(FaultLedger ledger, CodePlan plan, PolicyOptions policy)
{
    private readonly Hindsight _hindsight = new(plan.Code, plan.AmplificationMax);
    private readonly double[] _delays = new double[plan.Workers];

    /// <summary>The step's figures, or null where no delay is injected.</summary>
    public DrawnStep? Draw(long step, Crew crew, GradientCode code)
    {
        var chaos = ledger.Plan;
        if (!chaos.DrawsDelays)
        {
            return null;
        }

        var byNumber = new double[crew.NumbersEnd];
        for (var partition = 0; partition < _delays.Length; partition++)
        {
            var number = crew.NumberAt(partition);
            var load = (double)plan.Load(partition) / code.Chunks;
            _delays[partition] = chaos.DelaySeconds(step, number, load);
            byNumber[number] = _delays[partition];
        }

        var times = _hindsight.Of(_delays);
        return new DrawnStep(
            byNumber,
            policy.Kind == PolicyKind.Backup ? Counted() : times.EarliestDecodableSeconds,
            times.WaitForAllSeconds);
    }

    private double Counted()
    {
        Array.Sort(_delays);
        return _delays[_delays.Length - 1 - policy.Backups];
    }
}
