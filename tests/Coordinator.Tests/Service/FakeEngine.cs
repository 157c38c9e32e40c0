using System.Collections.Concurrent;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.Coordinator.Tests.Record;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Tests.Service;

/// <summary>An engine that trains nothing: the test says what its runs do, step by step.</summary>
internal sealed class FakeEngine : IJobEngine
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<FakeJobRun>> _begun = [];

    /// <summary>Configurations of all runs, by job, in order.</summary>
    public ConcurrentQueue<(string Job, LayeredConfig Config)> Opened { get; } = [];

    /// <summary>Thrown by the next opening, once.</summary>
    public Exception? FailsToOpen { get; set; }

    public ValidateReport Check(LayeredConfig config) => ValidateReport.Of(config);

    public IOpenedJob Open(LayeredConfig config)
    {
        var id = JobOptions.Read(config).Id.Value;
        Opened.Enqueue((id, config));
        if (FailsToOpen is { } failure)
        {
            FailsToOpen = null;
            throw failure;
        }

        return new FakeOpened(config, run => Entry(id).SetResult(run));
    }

    /// <summary>The run of a job, as soon as it has begun; each is given once.</summary>
    public async Task<FakeJobRun> BegunAsync(string id)
    {
        var run = await Entry(id).Task.WaitAsync(ServiceWorld.Patience);
        _begun.TryRemove(id, out _);
        return run;
    }

    private TaskCompletionSource<FakeJobRun> Entry(string id) => _begun.GetOrAdd(
        id, _ => new TaskCompletionSource<FakeJobRun>(
            TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class FakeOpened(LayeredConfig config, Action<FakeJobRun> begun) : IOpenedJob
    {
        public RunHeader Header { get; } = new FakeRun(1, 4, 1).Header with
        {
            Job = JobOptions.Read(config).Id.Value,
            StepsTotal = TrainingJobOptions.Read(config).Training.Steps,
        };

        public bool WantsReport => JobOptions.Read(config).Record.Html;

        public ITrainingRun Begin(IReadOnlyList<IJobObserver> observers)
        {
            var run = new FakeJobRun(observers);
            begun(run);
            return run;
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>A run that does what a test says.</summary>
internal sealed class FakeJobRun(IReadOnlyList<IJobObserver> observers) : ITrainingRun
{
    private static readonly FakeRun Steps = new(1, 4, 100);

    private readonly TaskCompletionSource<RunResult> _end =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _asked =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _step;

    /// <summary>Whether a stop is answered by itself, as a job between two steps does.</summary>
    public bool StopsAtOnce { get; set; } = true;

    public Task<RunResult> Completion => _end.Task;

    /// <summary>Ends when it is asked to stop.</summary>
    public Task AskedToStop => _asked.Task.WaitAsync(ServiceWorld.Patience);

    public ConcurrentQueue<string> Faults { get; } = [];

    public Task<RunResult> StopAsync()
    {
        _asked.TrySetResult();
        if (StopsAtOnce)
        {
            End(isStopped: true);
        }

        return Completion;
    }

    public Task InjectAsync(string fault)
    {
        if (fault == "nonsense")
        {
            throw new InvalidInputException("CDL-0130", "fault", fault, "a fault", "Mend it.");
        }

        Faults.Enqueue(fault);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>All four workers join.</summary>
    public FakeJobRun Join(int workers = 4)
    {
        for (var worker = 0; worker < workers; worker++)
        {
            Tell("joined", $"worker {worker} on cpu", worker);
        }

        return this;
    }

    /// <summary>Does steps.</summary>
    public FakeJobRun Step(int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            var step = Steps.Steps.ElementAt((int)(_step % 100)) with { Step = _step++ };
            foreach (var observer in observers)
            {
                observer.OnStep(step);
            }
        }

        return this;
    }

    public FakeJobRun Tell(
        string kind, string text, int? worker = null, double? loss = null, double? accuracy = null)
    {
        var happened = new JobEvent(
            kind, _step, worker is { } number ? new WorkerId(number) : null, text, loss, accuracy);
        foreach (var observer in observers)
        {
            observer.OnEvent(happened);
        }

        return this;
    }

    public void End(bool isStopped = false) => _end.TrySetResult(new RunResult
    {
        IsStopped = isStopped,
        Accuracy = isStopped ? null : 0.975,
        Loss = isStopped ? null : 0.0812,
        Steps = _step,
        StepsNow = _step,
        MeanStepSeconds = 0.02,
        EarliestDecodableSeconds = null,
        WaitForAllSeconds = null,
        Used = 0,
        Late = 0,
        Cancelled = 0,
        Lost = 0,
        Restarts = 0,
        Stale = 0,
        DecodeError = 0,
        Weights = default,
        CheckpointFolder = _step == 0 ? null : $"checkpoints/step-{_step:00000000}",
    });

    public void Fail(Exception failure) => _end.TrySetException(failure);
}
