using AkkaCoded.Codes;
using AkkaCoded.Codes.Baselines;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>One published scheme, as a model of its times, on the delays that the actors see.
/// </summary>
internal sealed class SchemeRun(SimulationOptions options, SchemePolicy policy)
{
    public PolicyResult Run()
    {
        var scheme = policy.Create(options);
        var times = new StepTimes(new StepDelays(options), new FailureTimeline(options));
        var seconds = new List<double>();
        var (work, wasted, vectors) = (0.0, 0.0, 0L);
        for (var step = 0; step < options.Steps + scheme.Delay; step++)
        {
            var outcome = scheme.Step(step, times.MoveTo(step, times.Now));
            RequireEnd(step, outcome.Seconds);
            seconds.Add(outcome.Seconds);
            (work, wasted) = (work + outcome.Work, wasted + outcome.Wasted);
            vectors += outcome.Vectors;
            times.MoveTo(step + 1, times.Now + outcome.Seconds);
        }

        return new PolicyResult
        {
            Name = policy.Text,
            Stragglers = policy.Stragglers,
            IsSynchronousExact = policy.IsSynchronousExact,
            RanOnActors = false,
            StepSeconds = seconds,
            Work = work,
            WastedWork = work > 0 ? wasted / work : 0,
            Bytes = (double)vectors * options.VectorBytes,
        };
    }

    private void RequireEnd(int step, double seconds)
    {
        if (!double.IsFinite(seconds))
        {
            throw new InvalidInputException(
                "CDL-0613", "policy", policy.Text, "one whose steps can end",
                $"Step {step} waits for workers that never answer; take another code or seed.");
        }
    }
}
