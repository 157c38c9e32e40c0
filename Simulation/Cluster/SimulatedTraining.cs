using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;
using AkkaCoded.Training.Optimizers;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>What a simulated job trains, and what its workers compute for it.</summary>
internal sealed class SimulatedTraining : IDisposable
{
    private readonly SimulationOptions _options;
    private readonly ActorPolicy _policy;
    private readonly SharedSetup? _shared;
    private readonly RealGradients? _real;
    private readonly IJobModel _model;

    public SimulatedTraining(SimulationOptions options, ActorPolicy policy, GradientCode code)
    {
        (_options, _policy) = (options, policy);
        if (options.Gradients == SimulatedGradients.Real)
        {
            Require(options.Training!);
            var setup = TrainingSetup.Open(options.Training!);
            _shared = new SharedSetup(setup);
            _real = new RealGradients(setup, code.Chunks);
            Gradients = _real;
            var parts = policy.IsSynchronous ? 1 : code.Workers;
            _model = new TrainedModel(
                TorchJobModel.Open(_shared.Open(new JobId("simulated"), 0, ""), parts),
                options.Steps);
        }
        else
        {
            var synthetic = Synthetic(code);
            Gradients = synthetic;
            _model = new SimulatedModel(options.Steps, synthetic, code);
        }
    }

    /// <summary>Null: there are no vectors.</summary>
    public IGradientSource? Gradients { get; }

    /// <summary>Samples of a step; so many chunks it may have.</summary>
    public int SamplesPerStep(GradientCode code) =>
        _shared is null ? code.Chunks : _options.Training!.Training.SamplesPerStep;

    public IJobModel OpenModel() => _model;

    /// <inheritdoc/>
    public void Dispose()
    {
        _real?.Dispose();
        _shared?.Dispose();
    }

    private void Require(TrainingJobOptions training)
    {
        if (_policy.Policy.Kind == PolicyKind.LocalSgd)
        {
            LocalDescent.Require(training.Optimizer);
        }

        if (training.Checkpoint.Folder.Length > 0)
        {
            throw new InvalidInputException(
                "CDL-0608", "coded.checkpoint.folder", training.Checkpoint.Folder,
                "null in a simulation", "Leave it out: every policy starts from the beginning.");
        }
    }

    /// <summary>Averages of changes are of vectors, be they as short as can be.</summary>
    private SyntheticGradients? Synthetic(GradientCode code)
    {
        var isWanted = _options.Gradients == SimulatedGradients.Synthetic;
        return isWanted || _policy.Policy.Kind == PolicyKind.LocalSgd
            ? new SyntheticGradients(
                _options.Seed, isWanted ? _options.GradientLength : 1, Tolerance(code))
            : null;
    }

    /// <summary>Repetition adds whole numbers; other codes round, and amplify that.</summary>
    private double Tolerance(GradientCode code) => !_policy.IsSynchronousExact
        ? double.PositiveInfinity
        : code.Groups is null ? 1e-5 * _options.MaxAmplification * Math.Sqrt(code.Chunks) : 0;
}
