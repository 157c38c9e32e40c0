using AkkaCoded.Codes;
using AkkaCoded.Codes.Baselines;
using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Simulation.Tests.Report;

/// <summary>A result as the simulated cluster gives it, made from formulas, for reports.</summary>
internal static class ExampleSimulation
{
    public const string Law = "shifted-exponential(rate=10, load=additive)";

    public static SimulationResult Of(
        int workers = 24, int steps = 200, bool hasLosses = false, bool hasTimelines = true)
    {
        var maker = new Maker(workers, steps, hasLosses, hasTimelines);
        PolicyResult[] policies =
        [
            maker.Repetition("wait for all", 0),
            .. new[] { 1, 2, 3, 5 }.Select(s =>
                maker.Repetition($"fractional-repetition race, s = {s}", s)),
            .. new[] { 1, 2, 3, 5 }.Select(s => maker.Counting($"cyclic-mds race, s = {s}", s)),
        ];
        var best = policies.MinBy(policy => policy.StepSeconds.Sum())!;
        var auto = best with
        {
            Name = "auto",
            Stragglers = null,
            Decisions = ["step 3: fractional-repetition, s = 2, because <base> is 0.01 s"],
        };
        return new()
        {
            Source = Law,
            Workers = workers,
            Steps = steps,
            Seed = 7,
            Policies = [.. policies, auto],
            Bounds = new(
                maker.AtMedian(), best.StepSeconds.Sum() * 0.9, best.StepSeconds.Sum(), best.Name,
                policies[0].StepSeconds.Sum()),
        };
    }

    private sealed class Maker(int workers, int steps, bool hasLosses, bool hasTimelines)
    {
        private readonly DrawnTimes _times =
            DrawnTimes.FromLaw(LatencyLaw.Parse(Law), workers, seed: 7);

        public PolicyResult Repetition(string name, int s) => Run(name, s, arrivals =>
        {
            var groups = workers / (s + 1);
            return Enumerable.Range(0, groups).Max(group => Enumerable.Range(0, workers)
                .Where(worker => worker % groups == group).Min(worker => arrivals[worker]));
        });

        public PolicyResult Counting(string name, int s) =>
            Run(name, s, arrivals => arrivals.Order().ElementAt(workers - s - 1));

        public double AtMedian() => Enumerable.Range(0, steps).Sum(step =>
            Arrivals(step, 0).Order().ElementAt(workers / 2));

        private double[] Arrivals(int step, int s)
        {
            _times.MoveTo(step);
            return [.. Enumerable.Range(0, workers)
                .Select(worker => _times.Seconds(worker, (s + 1.0) / workers))];
        }

        private PolicyResult Run(string name, int s, Func<double[], double> decide)
        {
            var arrivals = Enumerable.Range(0, steps).Select(step => Arrivals(step, s)).ToArray();
            var seconds = arrivals.Select(decide).ToArray();
            return new()
            {
                Name = name,
                Stragglers = s,
                IsSynchronousExact = true,
                RanOnActors = true,
                StepSeconds = seconds,
                Work = steps * (s + 1.0),
                WastedWork = s / (s + 1.0),
                Bytes = 4000.0 * steps * workers,
                Losses = hasLosses
                    ? [.. Enumerable.Range(0, steps).Select(step => 2 / (1 + (0.05 * step)))]
                    : null,
                Arrivals = hasTimelines ? arrivals.Zip(seconds, Known).ToArray() : null,
                Fates = hasTimelines ? arrivals.Zip(seconds, Fates).ToArray() : null,
            };
        }

        private static IReadOnlyList<double> Known(double[] arrivals, double decided) =>
            [.. arrivals.Select(at => at <= decided ? at : double.NaN)];

        private static IReadOnlyList<SimulatedFate> Fates(double[] arrivals, double decided) =>
            [.. arrivals.Select((at, worker) => at <= decided
                ? worker % 5 == 4 ? SimulatedFate.Late : SimulatedFate.Used
                : worker == 3 ? SimulatedFate.Lost : SimulatedFate.Cancelled)];
    }
}
