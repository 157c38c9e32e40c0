namespace AkkaCoded.Codes.Choosing;

/// <summary>Runs plans over a world, step by step, as a coordinator would.</summary>
public sealed class RaceRun
{
    private readonly IStepWorld _world;
    private readonly bool _carryOver;
    private readonly RaceEvaluator _race = new();
    private readonly double[] _seconds;
    private readonly double[] _busyUntil;

    /// <param name="world">Who takes how long.</param>
    /// <param name="carryOver">True: a late worker is not stopped and starts its next row only when
    /// it is done. False: late workers are cancelled when the step ends.</param>
    public RaceRun(IStepWorld world, bool carryOver = false)
    {
        _world = world;
        _carryOver = carryOver;
        _seconds = new double[world.Workers];
        _busyUntil = new double[world.Workers];
    }

    /// <summary>Time of the steps so far, seconds; re-plans are not in it.</summary>
    public double Now { get; private set; }

    /// <summary>Runs one step and tells what the coordinator saw.</summary>
    public StepObservation Step(CodePlan plan, int step)
    {
        foreach (var worker in plan.Workers)
        {
            var wait = Math.Max(0, _busyUntil[worker] - Now);
            _seconds[worker] = wait + _world.Seconds(step, worker, plan.Loads[worker]);
        }

        var end = _race.StepSeconds(plan, _seconds);
        var seen = new WorkerObservation[plan.Workers.Length];
        for (var i = 0; i < seen.Length; i++)
        {
            var worker = plan.Workers[i];
            var late = _seconds[worker] > end;
            _busyUntil[worker] = _carryOver && late ? Now + _seconds[worker] : 0;
            seen[i] = new(
                worker, plan.Loads[worker], late ? end : _seconds[worker],
                late ? AnswerFate.Cancelled : AnswerFate.Answered);
        }

        Now += end;
        return new(end, seen);
    }

    /// <summary>Seconds of all steps under one plan.</summary>
    public static double TotalSeconds(IStepWorld world, CodePlan plan, bool carryOver = false)
    {
        if (!carryOver)
        {
            return Cancelling(world, plan);
        }

        var run = new RaceRun(world, carryOver);
        for (var step = 0; step < world.Steps; step++)
        {
            run.Step(plan, step);
        }

        return run.Now;
    }

    private static double Cancelling(IStepWorld world, CodePlan plan)
    {
        var (race, seconds, total) = (new RaceEvaluator(), new double[world.Workers], 0.0);
        for (var step = 0; step < world.Steps; step++)
        {
            foreach (var worker in plan.Workers)
            {
                seconds[worker] = world.Seconds(step, worker, plan.Loads[worker]);
            }

            total += race.StepSeconds(plan, seconds);
        }

        return total;
    }
}
