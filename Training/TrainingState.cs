using AkkaCoded.Codes;
using AkkaCoded.Training.Checkpoints;
using AkkaCoded.Training.Models;
using AkkaCoded.Training.Optimizers;

namespace AkkaCoded.Training;

/// <summary>What a step did.</summary>
/// <param name="Step">The step, counted from 0.</param>
/// <param name="Epoch">Epoch of its first sample, counted from 0.</param>
/// <param name="Loss">Mean loss over the step's samples, before the update.</param>
/// <param name="Accuracy">Share of the samples classified rightly, before the update.</param>
/// <param name="LearningRate">Learning rate of the update.</param>
/// <param name="GradientNorm">2-norm of the decoded gradient before clipping.</param>
public sealed record StepReport(
    long Step, long Epoch, double Loss, double Accuracy, double LearningRate, double GradientNorm);

/// <summary>
/// The weights and how a decoded vector moves them: clip, optimizer, running statistics. The
/// single-process reference and a coordinator use the same, so that their weights can be compared
/// bit by bit. No tensors are involved. Not safe for several threads at once.
/// </summary>
public sealed partial class TrainingState
{
    /// <summary>Number of the error of a step whose loss or gradient is not finite.</summary>
    public const string Diverged = "CDL-0262";

    private readonly TrainingSetup _setup;
    private readonly LearningRateSchedule _schedule;
    private readonly FlatOptimizer _optimizer;
    private readonly float[] _weights;
    private readonly int _partsPerStep;
    private double _loss = double.NaN;

    /// <summary>Starts from the weights that <paramref name="model"/> has now.</summary>
    /// <param name="setup">The job.</param>
    /// <param name="model">The job's model.</param>
    /// <param name="partsPerStep">Workers that share a step where their answers are applied one by
    /// one (<see cref="ApplyPart"/>) or averaged (<see cref="ApplyChange"/>); else 1.</param>
    public TrainingState(TrainingSetup setup, Model model, int partsPerStep = 1)
    {
        Contract.Require(partsPerStep >= 1, "somebody shares the step");
        _setup = setup;
        _partsPerStep = partsPerStep;
        Layout = model.Layout;
        _weights = new float[Layout.WeightsLength];
        model.ReadWeights(_weights);
        var options = setup.Options;
        _optimizer = FlatOptimizer.Create(
            PartOptimizer(options.Optimizer, partsPerStep), Layout.TrainableLength);
        _schedule = new LearningRateSchedule(
            options.Optimizer.Schedule, options.Training.SamplesPerStep, setup.StepCount);
    }

    /// <summary>Where things lie in the vectors.</summary>
    public ModelLayout Layout { get; }

    /// <summary>Weights and running statistics.</summary>
    public ReadOnlyMemory<float> Weights => _weights;

    /// <summary>Steps done: the next step's number.</summary>
    public long Step { get; private set; }

    /// <summary>Whether all steps are done.</summary>
    public bool IsFinished => Step >= _setup.StepCount;

    /// <summary>Applies the sum of the chunks' vectors of the step <see cref="Step"/>.</summary>
    /// <param name="vector">
    /// A vector of <see cref="ModelLayout.VectorLength"/> values; clipping changes it in place.
    /// </param>
    public StepReport Apply(Span<float> vector)
    {
        Contract.Require(_partsPerStep == 1, "a state for whole steps");
        var rate = _schedule[Step];
        var norm = Move(vector, _setup.Options.Optimizer.ClipNorm, rate);
        _loss = vector[Layout.LossIndex];
        var accuracy = vector[Layout.CorrectIndex] / _setup.Sampler.SamplesPerStep;
        var report = new StepReport(
            Step, _setup.Sampler.EpochOf(Step), _loss, accuracy, rate, norm);
        Step++;
        return report;
    }

    /// <summary>The state as a checkpoint, between two whole steps.</summary>
    /// <exception cref="InvalidOperationException">Some parts of the next step are applied already.
    /// </exception>
    public Checkpoint Capture()
    {
        Contract.Require(_partsApplied == 0, "a checkpoint is taken at whole steps");
        return Snapshot();
    }

    /// <summary>Goes on from a checkpoint.</summary>
    /// <param name="checkpoint">A checkpoint of the same job; chunks may differ.</param>
    /// <param name="path">Where it came from, for error texts.</param>
    /// <exception cref="InvalidInputException">CDL-0283: it belongs to another job.</exception>
    public void Restore(Checkpoint checkpoint, string path)
    {
        var manifest = checkpoint.Manifest;
        CheckpointFit.RequireSameModel(checkpoint, Layout, path);
        var cursor = Cursor(manifest.Step) with { Chunks = manifest.Data.Chunks };
        if (manifest.Data != cursor)
        {
            throw CheckpointErrors.Unfit(path, manifest.Data, cursor.ToString());
        }

        if (manifest.Optimizer.Name != _setup.Options.Optimizer.Name
            || !_optimizer.CanRestore(checkpoint.Optimizer))
        {
            throw CheckpointErrors.Unfit(
                path, $"optimizer {manifest.Optimizer.Name}", _setup.Options.Optimizer.Name);
        }

        // Fitted on the training data, so it tells other data of the same size apart.
        if (!checkpoint.Normalization.IsSame(_setup.Data.Normalization))
        {
            throw CheckpointErrors.Unfit(
                path, $"normalisation {checkpoint.Normalization}",
                $"{_setup.Data.Normalization}, as fitted on the training data");
        }

        checkpoint.Weights.CopyTo(_weights, 0);
        _optimizer.Restore(manifest.Optimizer.Steps, checkpoint.Optimizer);
        Step = manifest.Step;
        _loss = manifest.Loss;
        ForgetParts();
    }

    private Checkpoint Snapshot() => new()
    {
        Manifest = new CheckpointManifest
        {
            Step = Step,
            Epoch = _setup.Sampler.EpochOf(Step),
            Data = Cursor(Step),
            Optimizer = new OptimizerCursor(_setup.Options.Optimizer.Name, _optimizer.Steps),
            Model = _setup.Options.Model.Name,
            SampleShape = _setup.Input.Shape,
            Classes = _setup.Input.Classes,
            Normalization = _setup.Data.Normalization.Kind,
            Loss = _loss,
            Code = $"{_setup.Code.Family}, n = {_setup.Code.Workers}, s = {_setup.Code.Stragglers}",
            Configuration = _setup.Options.Source,
        },
        Tensors = [.. Layout.Tensors.Select(tensor => (tensor.Name, tensor.Shape))],
        Weights = [.. _weights],
        Optimizer = _optimizer.States.ToDictionary(s => s.Name, s => (float[])s.Values.Clone()),
        Normalization = _setup.Data.Normalization,
    };

    /// <summary>Moves weights and running statistics by a vector; returns the gradient's norm
    /// before clipping.</summary>
    private double Move(Span<float> vector, double clipNorm, double rate)
    {
        Contract.Require(vector.Length == Layout.VectorLength, "a vector of this model");
        var gradient = vector[..Layout.TrainableLength];
        var norm = GradientClipping.Apply(gradient, clipNorm);
        RequireFinite(norm, vector[Layout.LossIndex]);
        _optimizer.Step(_weights.AsSpan(0, Layout.TrainableLength), gradient, rate);
        for (var i = Layout.TrainableLength; i < Layout.WeightsLength; i++)
        {
            _weights[i] += vector[i];
        }

        return norm;
    }

    private void RequireFinite(double norm, double loss)
    {
        if (!double.IsFinite(norm) || !double.IsFinite(loss))
        {
            throw new InvalidInputException(
                Diverged, $"step {Step}", $"loss {loss}, gradient norm {norm}",
                "finite numbers", "The training diverged: lower coded.optimizer.learning-rate.");
        }
    }

    private DataCursor Cursor(long step) => new(
        _setup.Options.Training.Seed, _setup.Sampler.SampleCount, _setup.Sampler.SamplesPerStep,
        _setup.Sampler.Chunks, checked(step * _setup.Sampler.SamplesPerStep));
}
