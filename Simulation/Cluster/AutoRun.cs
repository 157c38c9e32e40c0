using AkkaCoded.Codes.Choosing;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>The chooser, starting with no knowledge: it sees what a coordinator sees, and decides
/// before each step. A model of its times, on the delays that the actors see.</summary>
internal sealed class AutoRun(SimulationOptions options)
{
    private readonly StepTimes _times =
        new(new StepDelays(options), new FailureTimeline(options));

    private readonly RaceEvaluator _race = new();
    private readonly double[] _seconds = new double[options.Workers];
    private readonly double[] _busy = new double[options.Workers];
    private readonly List<double> _steps = [];
    private readonly List<string> _decisions = [];
    private double _work;
    private long _vectors;

    public PolicyResult Run()
    {
        var chooser = new CodeChooser(
            options.Workers, new ChooserOptions { Seed = options.Seed });
        for (var step = 0; step < options.Steps; step++)
        {
            var choice = chooser.Decide();
            if (choice.Changed)
            {
                _decisions.Add($"step {step}: {choice.Reason}");
            }

            _times.MoveTo(step, _times.Now);
            chooser.Observe(Step(choice.Plan));
        }

        return new PolicyResult
        {
            Name = "auto",
            Stragglers = null,
            IsSynchronousExact = true,
            RanOnActors = false,
            StepSeconds = _steps,
            Work = _work,
            WastedWork = _work > 0 ? Math.Max(0, (_work - options.Steps) / _work) : 0,
            Bytes = (double)_vectors * options.VectorBytes,
            Decisions = _decisions,
        };
    }

    private StepObservation Step(CodePlan plan)
    {
        foreach (var worker in plan.Workers)
        {
            _seconds[worker] = _busy[worker] + _times.Seconds(worker, plan.LoadOf(worker));
        }

        var end = _race.StepSeconds(plan, _seconds);
        var seen = new WorkerObservation[plan.Workers.Length];
        for (var i = 0; i < seen.Length; i++)
        {
            seen[i] = See(plan, plan.Workers[i], end);
        }

        _vectors += plan.AnswersNeeded;
        _steps.Add(end);
        _times.MoveTo(_steps.Count, _times.Now + end);
        return new StepObservation(end, seen);
    }

    private WorkerObservation See(CodePlan plan, int worker, double end)
    {
        var (load, seconds) = (plan.LoadOf(worker), _seconds[worker]);
        if (seconds <= end)
        {
            _work += load;
            _busy[worker] = 0;
            return new(worker, load, seconds, AnswerFate.Answered);
        }

        var isCarried = options.Late == Codes.Baselines.LateWorkers.CarryOver;
        var begun = _busy[worker];
        var idle = begun + _times.Seconds(worker, 0);
        _work += isCarried
            ? (begun < end ? load : 0)
            : seconds > idle ? load * Math.Clamp((end - idle) / (seconds - idle), 0, 1) : 0;
        _busy[worker] = !isCarried ? 0 : (begun < end ? seconds : begun) - end;
        return new(worker, load, end, AnswerFate.Cancelled);
    }
}
