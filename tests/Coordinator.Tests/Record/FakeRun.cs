using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Record;

/// <summary>
/// A run as a job would record it, made up from a seed: fractional repetition in pairs, additive
/// bimodal delays, one persistently slow worker, one that dies and comes back.
/// </summary>
internal sealed class FakeRun
{
    private const double Fast = 0.020;
    private const double Slow = 0.160;
    private const double SlowShare = 0.05;

    private readonly Random _random;
    private readonly int _workers;
    private readonly bool _isInjected;

    public FakeRun(int seed, int workers = 8, int steps = 300, bool isInjected = true)
    {
        _random = new Random(seed);
        _workers = workers;
        _isInjected = isInjected;
        Header = HeaderOf(workers, steps, isInjected);
        Lines.Add(new SessionLine(0, Header));
        var now = 0.0;
        for (var step = 0; step < steps; step++)
        {
            now = Add(step, steps, now);
        }
    }

    public RunHeader Header { get; }

    public List<RunRecordLine> Lines { get; } = [];

    public IEnumerable<StepRecord> Steps => Lines.OfType<StepLine>().Select(line => line.Step);

    public const string Configuration = "coded {\n  job { name = digits }\n  code { "
        + "family = fractional-repetition }\n  note = \"<script>alert('no')</script>\"\n}\n";

    /// <summary>Plays it to an observer.</summary>
    public void Play(IJobObserver observer, Action<double>? at = null)
    {
        foreach (var line in Lines)
        {
            at?.Invoke(line.AtSeconds);
            if (line is StepLine step)
            {
                observer.OnStep(step.Step);
            }
            else if (line is EventLine happened)
            {
                observer.OnEvent(happened.Event);
            }
        }
    }

    private static RunHeader HeaderOf(int workers, int steps, bool isInjected) => new()
    {
        Job = "digits",
        Code = $"fractional-repetition, n={workers}, s=1",
        Workers = workers,
        Policy = "exact",
        Chaos = isInjected
            ? "bimodal(fast=0.02, slow=0.16, slow-share=0.05), slow worker=5 factor=3"
            : null,
        Seed = 7,
        SamplesPerStep = 256,
        StepsTotal = steps,
        StartedAt = new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.Zero),
        Machine = new MachineInfo("Linux 6.1", 2, "10.0.0", "Embedded"),
    };

    private double Add(int step, int steps, double now)
    {
        var isDead = step >= steps / 2 && step < (steps / 2) + Math.Max(steps / 20, 2);
        var record = Step(step, steps, isDead ? 3 : -1);
        now += record.Seconds;
        Lines.Add(new StepLine(now, record));
        foreach (var happened in Events(step, steps))
        {
            Lines.Add(new EventLine(now, happened));
        }

        return now;
    }

    private StepRecord Step(int step, int steps, int dead)
    {
        var delays = Enumerable.Range(0, _workers).Select(Delay).ToArray();
        var compute = 0.0006 + (_random.NextDouble() * 0.0002);
        var arrivals = delays.Select(delay => delay + compute).ToArray();
        var winners = Enumerable.Range(0, _workers / 2)
            .Select(pair => new[] { 2 * pair, (2 * pair) + 1 }
                .Where(worker => worker != dead).MinBy(worker => arrivals[worker]))
            .Order().ToArray();
        var decided = winners.Max(worker => arrivals[worker]);
        var late = Enumerable.Range(0, _workers).Except(winners).Where(worker =>
            worker != dead && arrivals[worker] < decided + 0.0004).ToArray();
        var cancelled = Enumerable.Range(0, _workers).Except(winners).Except(late)
            .Where(worker => worker != dead).ToArray();
        var loss = Loss(step, steps);
        var split = new TimeSplit(compute, decided - compute, 0.0003, 0.0001, 0.0002);
        return new StepRecord
        {
            Step = step,
            JobEpoch = 1,
            Loss = loss,
            Accuracy = Math.Clamp(1.02 - (0.4 * loss), 0, 1),
            GradientNorm = loss * 3,
            LearningRate = 0.05,
            Used = winners,
            Late = late,
            Cancelled = cancelled,
            Lost = dead < 0 ? [] : [dead],
            DecodeError = 1e-16 * (step % 3),
            Amplification = 1,
            Seconds = decided + 0.0006,
            Split = split,
            CheckpointSeconds = (step + 1) % Math.Max(steps / 10, 1) == 0 ? 0.004 : 0,
            ArrivalSeconds =
            [
                .. arrivals.Select((arrival, worker) =>
                    winners.Contains(worker) || late.Contains(worker) ? arrival : (double?)null),
            ],
            WorkDone = [.. arrivals.Select((_, worker) => worker == dead ? 0 : 1.0)],
            DrawnDelaySeconds = _isInjected ? delays : null,
            EarliestDecodableSeconds = _isInjected
                ? winners.Max(worker => delays[worker])
                : null,
            WaitForAllSeconds = _isInjected ? delays.Max() : null,
        };
    }

    private double Delay(int worker)
    {
        var delay = _random.NextDouble() < SlowShare ? Slow : Fast;
        return delay * (worker == 5 ? 3 : 1) * (0.97 + (0.06 * _random.NextDouble()));
    }

    private double Loss(int step, int steps)
    {
        var progress = (double)step / steps;
        return (2.3 * Math.Exp(-5 * progress) * (0.85 + (0.3 * _random.NextDouble())))
            + 0.03 + (0.02 * _random.NextDouble());
    }

    private IEnumerable<JobEvent> Events(int step, int steps)
    {
        if (step == steps / 2)
        {
            yield return new(
                "lost", step, new WorkerId(3), "worker 3 is gone: its actor stopped");
        }

        if (step == (steps / 2) + Math.Max(steps / 20, 2))
        {
            yield return new("restarted", step, new WorkerId(3), "worker 3 restarted <again>");
            yield return new("joined", step, new WorkerId(3), "worker 3 joined, incarnation 2");
        }

        if ((step + 1) % Math.Max(steps / 10, 1) == 0)
        {
            var loss = Loss(step, steps) * 1.1;
            var accuracy = 1 - (0.3 * loss);
            yield return new(
                "evaluation", step + 1, null,
                $"test at step {step + 1}: accuracy {accuracy:0.0%}, loss {loss:0.000}",
                loss, accuracy);
            yield return new(
                "checkpoint", step + 1, null, $"checkpoint step-{step + 1:00000000}");
        }
    }
}
