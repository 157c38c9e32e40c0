using System.CommandLine;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Control;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.LocalNodes;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Report;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Logging;
using AkkaCoded.Training;
using Serilog.Events;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// A training over several workers as a user sees it: the run's folder, the view while it goes on,
/// faults from another terminal, the report at the end.
/// </summary>
/// <param name="streams">Where results and everything else go.</param>
/// <param name="isJson">Whether one JSON object is wanted instead of the report.</param>
/// <param name="isProcesses">Whether each worker is a process of its own.</param>
internal sealed class WorkersTraining(
    InvocationConfiguration streams, bool isJson, bool isProcesses)
{
    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>With <c>--json</c> standard output holds the result alone.</summary>
    private TextWriter People => isJson ? streams.Error : streams.Output;

    /// <param name="load">Reads the job, with further settings below those that were given.
    /// </param>
    /// <param name="folder">A run to go on with; null: a new one.</param>
    /// <param name="cancellation">Asks to stop after the last whole step.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        Func<IEnumerable<string>, LayeredConfig> load, RunFolder? folder,
        CancellationToken cancellation)
    {
        load = Quiet(load);
        var config = load([]);
        var (options, training) = (JobOptions.Read(config), TrainingJobOptions.Read(config));
        var isNew = folder is null && options.Record.Folder.Length > 0;
        if (isNew)
        {
            folder = RunFolder.Create(
                options.Record.Folder, options.Id, OpenedRun.ConfigurationOf(config), _time);
        }

        if (folder is not null && training.Checkpoint.Folder.Length == 0)
        {
            config = load([TrainArguments.Setting("checkpoint.folder", folder.Checkpoints)]);
        }

        try
        {
            using var opened = Open(config, isNew ? folder : null);
            return await TrainAsync(opened, folder, cancellation);
        }
        catch (InvalidInputException failed)
            when (failed.Code is TrainingState.Diverged or ProcessesRun.WorkersDie)
        {
            streams.Error.WriteLine($"akkacoded: {failed.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>What a cluster says of nodes that come and go is told by events.</summary>
    private Func<IEnumerable<string>, LayeredConfig> Quiet(
        Func<IEnumerable<string>, LayeredConfig> load) =>
        isProcesses && LoggingOptions.Read(load([])).ConsoleLevel is LogEventLevel.Information
            ? more => load([.. more, "logging.console.level=error"])
            : load;

    /// <summary>A job that cannot begin leaves no folder behind.</summary>
    private static OpenedRun Open(LayeredConfig config, RunFolder? created)
    {
        try
        {
            return TrainingRun.Open(config);
        }
        catch
        {
            if (created is not null)
            {
                Directory.Delete(created.FullPath, recursive: true);
            }

            throw;
        }
    }

    private async Task<int> TrainAsync(
        OpenedRun opened, RunFolder? folder, CancellationToken cancellation)
    {
        Announce(opened, folder);
        var header = RunHeaders.Of(opened, _time);
        var (events, tally) = (new EventList(), new RunTally(header.SamplesPerStep));
        using var record = folder is null
            ? null
            : new RunRecordWriter(folder.Record, header, _time);
        RunResult result;
        using (var display = IProgressDisplay.For(People, ProgressPlan.Of(header), _time))
        {
            var news = new RunNews(
                [.. new IJobObserver?[] { tally, events, record, display }
                    .OfType<IJobObserver>()],
                opened.FirstStep);
            await using ITrainingRun run = isProcesses
                ? await ProcessesRun.StartAsync(opened, news, ShowProblem)
                : opened.Begin(news);
            await using var control = Listen(opened, run, folder);
            using var stopping = cancellation.Register(() => _ = run.StopAsync());
            result = await run.Completion;
        }

        record?.Dispose();
        if (record?.Failure is { } failure)
        {
            streams.Error.WriteLine($"akkacoded: the record is not whole: {failure.Message}");
        }

        WriteReports(opened, tally.Summary(), events, folder);
        return Finish(result, tally.Summary(), folder);
    }

    private void Announce(OpenedRun opened, RunFolder? folder)
    {
        if (folder is not null)
        {
            People.WriteLine($"run {Short(folder.FullPath)}");
        }

        if (folder?.Mended is { } mended)
        {
            People.WriteLine(mended);
        }

        if (opened.ResumedFrom is { } checkpoint)
        {
            People.WriteLine($"going on from {Short(checkpoint)}, step {opened.FirstStep}");
        }
    }

    /// <summary>In one piece, so that nothing else comes between.</summary>
    private void ShowProblem(IReadOnlyList<string> lines) =>
        streams.Error.WriteLine(string.Join(Environment.NewLine, lines));

    private static ControlServer? Listen(OpenedRun opened, ITrainingRun run, RunFolder? folder) =>
        folder is null || !opened.JobOptions.Chaos.Enabled
            ? null
            : ControlServer.Start(folder.FullPath, async fault =>
            {
                await run.InjectAsync(fault);
                return $"injected: {fault}";
            });

    private void WriteReports(
        OpenedRun opened, RunSummary summary, EventList events, RunFolder? folder)
    {
        if (!isJson)
        {
            RunReportText.Write(
                CommandOutput.Console(People), summary, opened.Training.Code.Parameters.Workers,
                events.Events);
        }

        if (folder is not null && opened.JobOptions.Record.Html)
        {
            RunReport.Write(folder);
            People.WriteLine($"report {Short(folder.Report)}");
        }
    }

    private int Finish(RunResult result, RunSummary summary, RunFolder? folder)
    {
        if (result.IsStopped)
        {
            streams.Error.WriteLine("akkacoded: stopped; " + (
                result.CheckpointFolder is null ? "nothing was kept"
                : folder is null ? $"the same command goes on from {result.CheckpointFolder}"
                : $"./akkacoded resume {Short(folder.FullPath)} goes on"));
            return ExitCode.Stopped;
        }

        if (isJson)
        {
            CommandOutput.Json(streams.Output, TrainJson.Of(
                summary, result.Accuracy!.Value, result.Loss!.Value, result.Steps,
                result.CheckpointFolder, folder?.FullPath));
        }
        else
        {
            People.WriteLine(
                $"done: {result.Steps} steps, test accuracy {result.Accuracy:0.00%}, "
                + $"test loss {result.Loss:0.0000}");
        }

        return ExitCode.Done;
    }

    private static string Short(string path)
    {
        var relative = Path.GetRelativePath(".", path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
