using AkkaCoded.Training;
using AkkaCoded.Training.Checkpoints;
using AkkaCoded.WorkerNode;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>The weights, optimizer, checkpoints and evaluation of a job that really trains.
/// </summary>
internal sealed class TorchJobModel : IJobModel
{
    private readonly IJobSetup _use;
    private readonly TrainingSetup _setup;
    private readonly TrainingState _state;
    private readonly CheckpointStore? _store;
    private readonly EvaluationThread _evaluation;
    private long _before;
    private int _disposed;

    private TorchJobModel(IJobSetup use, int partsPerStep)
    {
        _use = use;
        var setup = _setup = use.Setup;
        setup.ApplyDeterminism();
        using (var model = setup.CreateModel())
        {
            _state = new TrainingState(setup, model, partsPerStep);
            if (setup.Options.Training.Deterministic)
            {
                // Replicas of a row must agree; here the user can still be told what to mend.
                setup.CreateGradients(model).RequirePure(0);
            }
        }

        _store = setup.CheckpointStore();
        JobEpoch = Resume();
        _evaluation = new EvaluationThread(OpenEvaluator);
    }

    /// <inheritdoc/>
    public long JobEpoch { get; }

    /// <inheritdoc/>
    public int VectorLength => _state.Layout.VectorLength;

    /// <inheritdoc/>
    public long Step => _state.Step;

    /// <inheritdoc/>
    public long StepCount => _setup.StepCount;

    /// <inheritdoc/>
    public ResumePoint? ResumedFrom { get; private set; }

    /// <inheritdoc/>
    public string? CheckpointFolder { get; private set; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Weights => _state.Weights.Span;

    /// <inheritdoc/>
    public bool IsCheckpointDue => _setup.Options.Checkpoint.IsDue(_before, Step, StepCount);

    /// <inheritdoc/>
    public bool IsEvaluationDue =>
        _setup.Options.Training.EvaluateEvery is > 0 and var every
        && Step / every > _before / every && Step < StepCount;

    /// <summary>Builds a job's first weights, and goes on from its newest checkpoint.</summary>
    /// <param name="use">The opened job; given back when the model is disposed.</param>
    /// <param name="partsPerStep">Answers that are applied one by one, or averaged, in a step;
    /// else 1.</param>
    /// <exception cref="Codes.InvalidInputException">A file or an option is wrong.</exception>
    public static TorchJobModel Open(IJobSetup use, int partsPerStep = 1)
    {
        try
        {
            return new TorchJobModel(use, partsPerStep);
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool IsWithinStep => _state.IsWithinStep;

    /// <inheritdoc/>
    public StepReport Apply(Span<float> vector)
    {
        _before = Step;
        return _state.Apply(vector);
    }

    /// <inheritdoc/>
    public StepReport? ApplyPart(Span<float> vector, long step)
    {
        _before = Step;
        return _state.ApplyPart(vector, step);
    }

    /// <inheritdoc/>
    public StepReport ApplyChange(Span<float> sum, int workers, int steps)
    {
        _before = Step;
        return _state.ApplyChange(sum, workers, steps);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> LearningRates(int steps) => _state.LearningRates(steps);

    /// <inheritdoc/>
    public string? Save()
    {
        // A stop right after a checkpoint finds the step's already there.
        if (_store is null || Step == 0 || CheckpointFolder == _store.PathOf(Step))
        {
            return null;
        }

        return CheckpointFolder = _store.Write(_state.Capture());
    }

    /// <inheritdoc/>
    public void Evaluate(Action<long, EvaluationResult?, Exception?> done) =>
        _evaluation.Add(Step, Weights, isFinal: Step == StepCount, done);

    /// <summary>Whoever opened it may dispose it after its job has: where the job never began,
    /// nobody else would.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        _evaluation.Dispose();
        _use.Dispose();
    }

    private long Resume()
    {
        if (_store is null)
        {
            return 1;
        }

        _setup.Options.Checkpoint.RequireUnused(_store);
        if (_store.ReadNewest() is { } checkpoint)
        {
            CheckpointFolder = _store.PathOf(checkpoint.Manifest.Step);
            _state.Restore(checkpoint, CheckpointFolder);
            ResumedFrom = new ResumePoint(CheckpointFolder, Step);
        }

        return JobEpochFile.Next(_store.Folder);
    }

    private (Action<float[]> SetWeights, Evaluator Evaluator, IDisposable Owned) OpenEvaluator()
    {
        _setup.ApplyDeterminism();
        var model = _setup.CreateModel();
        var evaluator = new Evaluator(
            model, _setup.Data.Test, _setup.Data.Normalization,
            _setup.Options.Training.EvaluationSamples);
        return (weights => model.WriteWeights(weights), evaluator, model);
    }
}
