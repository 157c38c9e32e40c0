using AkkaCoded.Codes;
using AkkaCoded.Training.Checkpoints;
using AkkaCoded.Training.Gradients;

namespace AkkaCoded.Training;

/// <summary>What a training came to.</summary>
/// <param name="Steps">Steps done since the start of training, resumed ones included.</param>
/// <param name="StepsNow">Steps done by this run.</param>
/// <param name="Loss">Mean loss on the test data.</param>
/// <param name="Accuracy">Share of the test data classified rightly.</param>
/// <param name="TrainLoss">Mean loss of the last step's samples; NaN if no step was done.</param>
/// <param name="SamplesPerSecond">Training samples computed per second of this run.</param>
/// <param name="Seconds">Time of this run without evaluations.</param>
/// <param name="Weights">Weights and running statistics at the end.</param>
/// <param name="CheckpointFolder">The last checkpoint written, or null.</param>
public sealed record TrainingResult(
    long Steps,
    long StepsNow,
    double Loss,
    double Accuracy,
    double TrainLoss,
    double SamplesPerSecond,
    double Seconds,
    ReadOnlyMemory<float> Weights,
    string? CheckpointFolder);

/// <summary>What a training tells its caller while it runs; each may be null.</summary>
/// <param name="OnStep">After each step.</param>
/// <param name="OnEvaluation">After each evaluation, with the number of steps done.</param>
/// <param name="OnCheckpoint">After each checkpoint, with its folder.</param>
/// <param name="OnResume">When a checkpoint was found, with its folder and step.</param>
public sealed record TrainingCallbacks(
    Action<StepReport>? OnStep = null,
    Action<long, EvaluationResult>? OnEvaluation = null,
    Action<string>? OnCheckpoint = null,
    Action<string, long>? OnResume = null);

/// <summary>
/// The reference that every distributed run is compared with: the same chunks, computed one after
/// the other on one thread, summed in a fixed order (by code group, then index).
/// </summary>
public sealed class SingleProcessTrainer
{
    private readonly TrainingSetup _setup;
    private readonly TrainingCallbacks _callbacks;
    private readonly IReadOnlyList<IReadOnlyList<int>> _groups;
    private readonly CheckpointStore? _store;
    private readonly TimeProvider _time;
    private string? _lastCheckpoint;

    private SingleProcessTrainer(
        TrainingSetup setup,
        TrainingCallbacks callbacks,
        IReadOnlyList<IReadOnlyList<int>>? groups,
        TimeProvider time)
    {
        _setup = setup;
        _callbacks = callbacks;
        _groups = groups ?? setup.ChunkGroups();
        _store = setup.CheckpointStore();
        _time = time;
        Contract.Require(
            _groups.SelectMany(group => group).Order()
                .SequenceEqual(Enumerable.Range(0, setup.Sampler.Chunks)),
            "the groups hold each chunk once");
    }

    /// <summary>Trains from the job's options to its last step.</summary>
    /// <param name="options">The job.</param>
    /// <param name="callbacks">Who is told; null: nobody.</param>
    /// <param name="groups">
    /// The chunks of each code group: a group's chunks are summed first, then the groups. Null: as
    /// the job's code groups them.
    /// </param>
    /// <param name="time">Clock for the reported speed; null: the system's.</param>
    /// <param name="cancellation">
    /// Stops between two chunks; a checkpoint of the last whole step is written where the job names
    /// a folder.
    /// </param>
    /// <exception cref="InvalidInputException">An option or a file is wrong (CDL-02nn).</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static TrainingResult Run(
        TrainingJobOptions options,
        TrainingCallbacks? callbacks = null,
        IReadOnlyList<IReadOnlyList<int>>? groups = null,
        TimeProvider? time = null,
        CancellationToken cancellation = default)
    {
        using var setup = TrainingSetup.Open(options);
        var trainer = new SingleProcessTrainer(
            setup, callbacks ?? new TrainingCallbacks(), groups, time ?? TimeProvider.System);
        return trainer.Run(cancellation);
    }

    private TrainingResult Run(CancellationToken cancellation)
    {
        _setup.ApplyDeterminism();
        using var model = _setup.CreateModel();
        var gradients = _setup.CreateGradients(model);
        var evaluator = new Evaluator(
            model, _setup.Data.Test, _setup.Data.Normalization,
            _setup.Options.Training.EvaluationSamples);
        var state = new TrainingState(_setup, model);
        Resume(state);
        var first = state.Step;
        gradients.SetWeights(state.Weights.Span);
        if (_setup.Options.Training.Deterministic)
        {
            gradients.RequirePure(first);
        }

        var (report, elapsed) = RunSteps(state, gradients, evaluator, cancellation);
        gradients.SetWeights(state.Weights.Span);
        var final = evaluator.Evaluate(cancellation);
        _callbacks.OnEvaluation?.Invoke(state.Step, final);
        var samples = (double)(state.Step - first) * _setup.Sampler.SamplesPerStep;
        return new TrainingResult(
            state.Step, state.Step - first, final.Loss, final.Accuracy,
            report?.Loss ?? double.NaN, samples / Math.Max(elapsed.TotalSeconds, 1e-9),
            elapsed.TotalSeconds, state.Weights, _lastCheckpoint);
    }

    private (StepReport? Last, TimeSpan Elapsed) RunSteps(
        TrainingState state, ChunkGradients gradients, Evaluator evaluator,
        CancellationToken cancellation)
    {
        var (sum, part) = (new float[state.Layout.VectorLength],
            _groups.Count == 1 ? [] : new float[state.Layout.VectorLength]);
        StepReport? report = null;
        var elapsed = TimeSpan.Zero;
        while (!state.IsFinished)
        {
            var started = _time.GetTimestamp();
            gradients.SetWeights(state.Weights.Span);
            SumOrSave(state, gradients, sum, part, cancellation);
            report = state.Apply(sum);
            elapsed += _time.GetElapsedTime(started);
            _callbacks.OnStep?.Invoke(report);
            AfterStep(state, gradients, evaluator, cancellation);
        }

        return (report, elapsed);
    }

    private void SumOrSave(
        TrainingState state, ChunkGradients gradients, float[] sum, float[] part,
        CancellationToken cancellation)
    {
        try
        {
            SumChunks(state.Step, gradients, sum, part, cancellation);
        }
        catch (OperationCanceledException)
        {
            Save(state);
            throw;
        }
    }

    private void SumChunks(
        long step, ChunkGradients gradients, float[] sum, float[] part,
        CancellationToken cancellation)
    {
        Array.Clear(sum);
        foreach (var group in _groups)
        {
            var target = part.Length == 0 ? sum : part;
            Array.Clear(target);
            foreach (var chunk in group)
            {
                cancellation.ThrowIfCancellationRequested();
                gradients.Accumulate(step, chunk, 1f, target);
            }

            if (part.Length != 0)
            {
                VectorMath.Add(sum, 1f, part);
            }
        }
    }

    private void AfterStep(
        TrainingState state, ChunkGradients gradients, Evaluator evaluator,
        CancellationToken cancellation)
    {
        var options = _setup.Options;
        if (options.Checkpoint.IsDue(state.Step, _setup.StepCount))
        {
            Save(state);
        }

        var every = options.Training.EvaluateEvery;
        if (every > 0 && state.Step % every == 0 && !state.IsFinished)
        {
            gradients.SetWeights(state.Weights.Span);
            _callbacks.OnEvaluation?.Invoke(state.Step, evaluator.Evaluate(cancellation));
        }
    }

    private void Resume(TrainingState state)
    {
        if (_store is null)
        {
            return;
        }

        _setup.Options.Checkpoint.RequireUnused(_store);
        if (_store.ReadNewest() is not { } checkpoint)
        {
            return;
        }

        var folder = _store.PathOf(checkpoint.Manifest.Step);
        state.Restore(checkpoint, folder);
        _lastCheckpoint = folder;
        _callbacks.OnResume?.Invoke(folder, checkpoint.Manifest.Step);
    }

    private void Save(TrainingState state)
    {
        // A stop right after a checkpoint finds the step's already there.
        if (_store is not null && state.Step > 0 && _lastCheckpoint != _store.PathOf(state.Step))
        {
            _lastCheckpoint = _store.Write(state.Capture());
            _callbacks.OnCheckpoint?.Invoke(_lastCheckpoint);
        }
    }
}
