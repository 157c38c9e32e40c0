using System.Globalization;
using AkkaCoded.Codes.Choosing;
using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Codes.Tests.Choosing;

/// <summary>The chooser over a world, beside waiting for all and the best plan that never changes.
/// </summary>
internal sealed record ChooserRun(
    string World, int Steps, double WaitForAll, FixedPolicy Best, double Auto,
    IReadOnlyList<Choice> Choices)
{
    private double PerStep => WaitForAll / Steps;

    /// <summary>Within 5 % and three steps of waiting for all of the best fixed policy; where none
    /// gains, within 2 % and three steps of waiting for all.</summary>
    public bool IsGood => Auto <= (1.05 * Best.TotalSeconds) + (3 * PerStep)
        && (Best.TotalSeconds < 0.98 * WaitForAll || Auto <= (1.02 * WaitForAll) + (3 * PerStep));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{World}, {Steps} steps: best {Best.Name} {Best.TotalSeconds:G5} s, auto {Auto:G5} s");

    public static ChooserRun Over(
        IStepWorld world, string name, ChooserOptions? options = null, bool carryOver = false)
    {
        var chooser = new CodeChooser(world.Workers, options);
        var run = new RaceRun(world, carryOver);
        var choices = new List<Choice>();
        for (var step = 0; step < world.Steps; step++)
        {
            choices.Add(chooser.Decide());
            chooser.Observe(run.Step(choices[^1].Plan, step));
        }

        var waiting = RaceRun.TotalSeconds(
            world, FixedPolicies.WaitForAll(world.Workers), carryOver);
        return new(
            name, world.Steps, waiting, FixedPolicies.Run(world, carryOver)[0], run.Now, choices);
    }

    /// <summary>
    /// A trace with a slope of so many median steps: of the whole step, or, the harsher reading,
    /// of the share that a worker has without redundancy.
    /// </summary>
    public static TraceWorld OfTrace(
        LatencyTrace trace, double medians, bool ofShare, int? steps = null)
    {
        var sorted = trace.All.ToArray();
        Array.Sort(sorted);
        var slope = medians * sorted[sorted.Length / 2] * (ofShare ? trace.Workers : 1);
        return new(trace, LoadModel.Additive(slope, 1.0 / trace.Workers), steps);
    }
}
