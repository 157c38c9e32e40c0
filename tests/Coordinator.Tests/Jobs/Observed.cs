using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>Keeps what a job tells, and lets a spec wait for or act on it.</summary>
internal sealed class Observed : IJobObserver
{
    private readonly object _gate = new();
    private readonly List<StepRecord> _steps = [];
    private readonly List<JobEvent> _events = [];
    private readonly List<(Func<bool> Holds, TaskCompletionSource Done)> _waits = [];

    /// <summary>Called on the job's thread after each step.</summary>
    public Action<StepRecord>? Stepped { get; set; }

    public IReadOnlyList<StepRecord> Steps
    {
        get
        {
            lock (_gate)
            {
                return [.. _steps];
            }
        }
    }

    public IReadOnlyList<JobEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public IEnumerable<JobEvent> Of(string kind) => Events.Where(happened => happened.Kind == kind);

    /// <summary>Waits until an event of the kind has come.</summary>
    public Task Heard(string kind, int times = 1) =>
        Until(() => _events.Count(happened => happened.Kind == kind) >= times);

    /// <summary>Waits until so many steps are done.</summary>
    public Task HasStepped(int steps) => Until(() => _steps.Count >= steps);

    public void OnStep(StepRecord step)
    {
        lock (_gate)
        {
            _steps.Add(step);
            Wake();
        }

        Stepped?.Invoke(step);
    }

    public void OnEvent(JobEvent happened)
    {
        lock (_gate)
        {
            _events.Add(happened);
            Wake();
        }
    }

    private Task Until(Func<bool> holds)
    {
        lock (_gate)
        {
            if (holds())
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((holds, done));
            return done.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
    }

    private void Wake()
    {
        foreach (var (holds, done) in _waits.Where(wait => wait.Holds()).ToList())
        {
            done.TrySetResult();
        }
    }
}
