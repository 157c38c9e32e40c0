using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Coordinator.Service;

/// <summary>A worker of a job as its coordinator sees it.</summary>
/// <param name="Worker">Its number.</param>
/// <param name="IsHere">Whether it can be given work.</param>
/// <param name="Last">What it did last: what became of its answer, or an event.</param>
/// <param name="LastStep">The step of that, or null.</param>
internal sealed record WorkerView(int Worker, bool IsHere, string Last, long? LastStep);

/// <summary>
/// Where a run stands: what its steps and events say, put together. Safe for several threads; the
/// shortage of workers is told whenever it changes.
/// </summary>
/// <param name="workers">Workers that the job wants.</param>
/// <param name="figures">What it had come to before this run.</param>
/// <param name="samplesPerStep">Samples of a step.</param>
/// <param name="lacks">Told of a shortage, or that there is none any more (null), on a thread of
/// the job.</param>
internal sealed class JobProgress(
    int workers, JobFigures figures, int samplesPerStep, Action<JobShortage?> lacks) : IJobObserver
{
    /// <summary>How fast the mean time of a step forgets.</summary>
    private const double Newness = 0.1;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, WorkerView> _workers = new(
        Enumerable.Range(0, workers)
            .ToDictionary(number => number, number => new WorkerView(number, false, "", null)));

    private JobFigures _figures = figures;
    private JobShortage? _told;
    private bool _hasStep;
    private bool _isWaiting;

    /// <summary>Counts answers.</summary>
    public RunTally Tally { get; } = new(samplesPerStep);

    /// <summary>Figures as they are now.</summary>
    public JobFigures Figures
    {
        get
        {
            lock (_gate)
            {
                return _figures;
            }
        }
    }

    /// <summary>By number, spares that have joined included.</summary>
    public IReadOnlyList<WorkerView> Workers
    {
        get
        {
            lock (_gate)
            {
                return [.. _workers.Values];
            }
        }
    }

    /// <summary>Nobody is here yet.</summary>
    public void Begin() => TellShortage();

    public void OnStep(StepRecord step)
    {
        Tally.OnStep(step);
        lock (_gate)
        {
            _hasStep = true;
            var mean = _figures.StepSeconds is { } before
                ? before + (Newness * (step.Seconds - before))
                : step.Seconds;
            _figures = _figures with { Step = step.Step + 1, Loss = step.Loss, StepSeconds = mean };
            foreach (var (worker, state) in AnswerStates.Of(step))
            {
                // Whoever answered is here, whatever was said of it before.
                var isHere = state != AnswerState.Lost || Of(worker).IsHere;
                _workers[worker] = new WorkerView(
                    worker, isHere, Word(state, step, worker), step.Step);
            }
        }

        TellShortage();
    }

    public void OnEvent(JobEvent happened)
    {
        Tally.OnEvent(happened);
        lock (_gate)
        {
            _isWaiting = happened.Kind switch
            {
                "waiting" => true,
                "going-on" => false,
                _ => _isWaiting,
            };
            _figures = happened.Kind switch
            {
                "checkpoint" => _figures with { Checkpoint = happened.Text },
                "evaluation" => _figures with
                {
                    TestLoss = happened.Loss, TestAccuracy = happened.Accuracy,
                },
                "resumed" => _figures with { Step = happened.Step },
                _ => _figures,
            };
            if (happened.Worker is { } worker)
            {
                _workers[worker.Number] = new WorkerView(
                    worker.Number, IsHereAfter(happened.Kind) ?? Of(worker.Number).IsHere,
                    happened.Text, happened.Step);
            }
        }

        TellShortage();
    }

    private static bool? IsHereAfter(string kind) => kind switch
    {
        "joined" or "restarted" => true,
        "lost" or "left" or "quarantined" => false,
        _ => null,
    };

    private static string Word(AnswerState state, StepRecord step, int worker)
    {
        var arrival = worker < step.ArrivalSeconds.Count ? step.ArrivalSeconds[worker] : null;
        return state.ToString().ToLowerInvariant()
            + (arrival is { } seconds ? $" after {Report.TimeUnit.Text(seconds)}" : "");
    }

    private WorkerView Of(int worker) =>
        _workers.GetValueOrDefault(worker) ?? new WorkerView(worker, false, "", null);

    /// <summary>A job also waits before its first step, while workers are still joining.</summary>
    private void TellShortage()
    {
        JobShortage? now;
        lock (_gate)
        {
            int[] missing =
            [
                .. _workers.Values.Where(worker => !worker.IsHere && worker.Worker < workers)
                    .Select(worker => worker.Worker),
            ];
            var isShort = _isWaiting || (!_hasStep && missing.Length > 0);
            now = isShort ? new JobShortage(workers - missing.Length, workers, missing) : null;
            if (IsSame(now, _told))
            {
                return;
            }

            _told = now;
        }

        lacks(now);
    }

    private static bool IsSame(JobShortage? left, JobShortage? right) =>
        left is null || right is null
            ? ReferenceEquals(left, right)
            : left.Of == right.Of && left.Missing.SequenceEqual(right.Missing);
}
