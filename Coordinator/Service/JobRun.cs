using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Coordinator.Service;

/// <summary>What a run of a job came to.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Figures">Where it stands.</param>
/// <param name="Reason">Why it failed, or null.</param>
internal sealed record JobRunEnd(JobOutcome Outcome, JobFigures Figures, string? Reason);

/// <summary>
/// One run of a job, from its folder to its end: the same record, report and checkpoints as
/// <c>train</c> leaves. Safe for several threads.
/// </summary>
internal sealed class JobRun(
    IJobEngine engine, JobStore store, JobLog log, TimeProvider time, JobEntry job,
    Action<JobProgress> opened, Action<JobShortage?> lacks)
{
    private readonly TaskCompletionSource _stop =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<ITrainingRun> _begun =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private JobProgress? _progress;

    /// <summary>Whether somebody asked it to stop.</summary>
    public bool IsAskedToStop => _stop.Task.IsCompleted;

    /// <summary>Asks it to stop after the step under way, with a checkpoint.</summary>
    public void Stop() => _stop.TrySetResult();

    /// <summary>Injects a fault, as soon as it trains.</summary>
    public async Task InjectAsync(string fault) => await (await _begun.Task).InjectAsync(fault);

    /// <summary>Runs it; never throws.</summary>
    public async Task<JobRunEnd> RunAsync()
    {
        try
        {
            return await TrainAsync();
        }
        catch (Exception failure)
        {
            return new JobRunEnd(
                JobOutcome.Failed, _progress?.Figures ?? job.Figures, failure.Message);
        }
        finally
        {
            _begun.TrySetException(JobErrors.NotPossible(job, "disturbed", "running or waiting"));
            _ = _begun.Task.Exception;
        }
    }

    private async Task<JobRunEnd> TrainAsync()
    {
        var folder = store.RunOf(job.Id);
        if (folder.Mended is { } mended)
        {
            log.OnEvent(new JobEvent("mended", job.Figures.Step, null, mended));
        }

        var config = JobConfiguration.ForRun(
            folder.JobConf, folder.Checkpoints, isBegun: job.StartedAt is not null);
        using var training = engine.Open(config);
        var header = training.Header;
        var progress = _progress = new JobProgress(
            header.Workers, job.Figures, header.SamplesPerStep, lacks);
        opened(progress);
        progress.Begin();
        RunResult result;
        using (var record = new RunRecordWriter(folder.Record, header, time))
        {
            result = await TrainAsync(training, [log, progress, record]);
            NoteLoss(record, result);
        }

        if (training.WantsReport)
        {
            WriteReport(folder, result);
        }

        return new JobRunEnd(
            result.IsStopped ? JobOutcome.Stopped : JobOutcome.Done,
            progress.Figures with
            {
                Step = result.Steps,
                Checkpoint = result.CheckpointFolder ?? progress.Figures.Checkpoint,
                TestLoss = result.Loss ?? progress.Figures.TestLoss,
                TestAccuracy = result.Accuracy ?? progress.Figures.TestAccuracy,
            },
            null);
    }

    private async Task<RunResult> TrainAsync(
        IOpenedJob training, IReadOnlyList<IJobObserver> observers)
    {
        await using var run = training.Begin(observers);
        _begun.TrySetResult(run);
        await Task.WhenAny(run.Completion, _stop.Task);
        return run.Completion.IsCompleted ? await run.Completion : await run.StopAsync();
    }

    private void WriteReport(RunFolder folder, RunResult result)
    {
        try
        {
            RunReport.Write(folder);
        }
        catch (InvalidInputException problem)
        {
            // What was trained is there all the same.
            log.OnEvent(new JobEvent("failed", result.Steps, null, problem.Message));
        }
    }

    private void NoteLoss(RunRecordWriter record, RunResult result)
    {
        record.Dispose();
        if (record.Failure is { } failure)
        {
            log.OnEvent(new JobEvent(
                "failed", result.Steps, null, $"the record is not whole: {failure.Message}"));
        }
    }
}
