using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>A usual and a bad step of a policy, drawn as races.</summary>
internal static class SimulationTimelines
{
    /// <summary>Lines at most; of more workers some are left out.</summary>
    private const int LanesMax = 128;

    public static IEnumerable<Plot> Of(SimulationResult result)
    {
        var policy = Drawable(result);
        if (policy is null)
        {
            yield break;
        }

        var order = Enumerable.Range(0, policy.StepSeconds.Count)
            .OrderBy(step => policy.StepSeconds[step]).ToArray();
        var usual = order[(order.Length - 1) / 2];
        yield return Race(result, policy, usual, "usual", "A usual step as a race");
        if (Bad(result, policy) is var bad && bad != usual)
        {
            yield return Race(result, policy, bad, "bad", "A bad step as a race");
        }
    }

    /// <summary>The fastest exact policy with redundancy, else the fastest exact one at all.
    /// </summary>
    private static PolicyResult? Drawable(SimulationResult result) => result.Policies
        .Where(policy => policy is { Fates: not null, Arrivals: not null }
            && policy.IsSynchronousExact && policy.StepSeconds.Count > 0)
        .OrderByDescending(policy => policy.Stragglers > 0)
        .ThenBy(policy => policy.StepSeconds.Sum()).FirstOrDefault();

    /// <summary>The step in which waiting for all would have taken longest.</summary>
    private static int Bad(SimulationResult result, PolicyResult policy)
    {
        var all = Uncoded(result, policy) ?? policy;
        return Enumerable.Range(0, all.StepSeconds.Count).MaxBy(step => all.StepSeconds[step]);
    }

    private static PolicyResult? Uncoded(SimulationResult result, PolicyResult policy) =>
        result.Policies.FirstOrDefault(one => one is { Stragglers: 0, IsSynchronousExact: true }
            && one != policy && one.StepSeconds.Count == policy.StepSeconds.Count);

    private static Plot Race(
        SimulationResult result, PolicyResult policy, int step, string id, string title)
    {
        Contract.Require(policy is { Fates: not null, Arrivals: not null }, "fates were kept");
        var lanes = policy.Fates[step]
            .Zip(policy.Arrivals[step], (fate, arrival) => new RaceLane(fate, arrival))
            .Select((lane, worker) => (lane, worker))
            .Where(one => one.lane.Fate != SimulatedFate.Idle)
            .OrderBy(one => double.IsFinite(one.lane.Arrival) ? one.lane.Arrival : double.MaxValue)
            .ThenBy(one => one.lane.Fate).ToArray();
        var every = Math.Max(1, (int)Math.Ceiling((double)lanes.Length / LanesMax));
        var shown = lanes.Where((_, index) => index % every == 0).ToArray();
        var decided = policy.StepSeconds[step];
        var all = Uncoded(result, policy)?.StepSeconds[step] ?? double.NaN;
        var last = shown.Select(one => one.lane.Arrival).Where(double.IsFinite)
            .Append(decided).Append(double.IsNaN(all) ? 0 : all).Max();
        var rows = shown.Select(one => $"{one.worker}").ToArray();
        return new Plot
        {
            Id = $"race-{id}",
            Title = title,
            Description = $"Step {step} of {policy.Name}: a line per worker, the first to answer "
                + "on top. At the dashed line what had come was enough to decode; thin lines after "
                + "it are answers nobody waited for."
                + (every > 1 ? $" One of {every} is drawn; there are {lanes.Length} workers." : ""),
            XAxis = Axis.Seconds("time since the step's opening", 0, last * 1.02),
            YAxis = Axis.Bands("worker", rows),
            Layers =
            [
                new RaceTimelineLayer(
                    [.. lanes.Select(one => one.lane)], [.. shown.Select(one => one.lane)],
                    decided, all),
            ],
            Height = Height(shown.Length, 22),
            NarrowHeight = Height(shown.Length, 18),
        };
    }

    private static double Height(int lanes, int each) =>
        lanes * Math.Clamp(460.0 / Math.Max(lanes, 1), 4, each);
}
