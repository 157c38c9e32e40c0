using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Job;
using AkkaCoded.Training;
using AkkaCoded.Training.Optimizers;
using AkkaCoded.WorkerNode;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// A training whose data and model are open and that goes on from its newest checkpoint as soon as
/// it begins. Dispose it where it is not begun; else the run gives everything back.
/// </summary>
public sealed class OpenedRun : IDisposable
{
    /// <summary>Sections that say something of a machine, not of the job.</summary>
    private static readonly string[] OfMachine =
        ["coded.cluster.", "coded.node.", "coded.metrics.", "coded.logging."];

    private readonly TrainingJobOptions _training;
    private readonly TorchJobModel _model;
    private bool _isBegun;

    internal OpenedRun(LayeredConfig config)
    {
        Config = config;
        JobOptions = JobOptions.Read(config);
        _training = TrainingJobOptions.Read(config);
        Shared = new SharedSetup(TrainingSetup.Open(_training));
        try
        {
            if (JobOptions.Policy.Kind == PolicyKind.LocalSgd)
            {
                LocalDescent.Require(_training.Optimizer);
            }

            _model = TorchJobModel.Open(Shared.Open(JobOptions.Id, 0, ""), PartsPerStep);
        }
        catch
        {
            Shared.Dispose();
            throw;
        }
    }

    /// <summary>The job besides model, data and training.</summary>
    public JobOptions JobOptions { get; }

    /// <summary>Model, data and training.</summary>
    public TrainingJobOptions Training => _training;

    /// <summary>Steps of the whole training.</summary>
    public long StepCount => _model.StepCount;

    /// <summary>Steps that are done already.</summary>
    public long FirstStep => _model.ResumedFrom?.Step ?? 0;

    /// <summary>Folder of the checkpoint that the run goes on from, or null.</summary>
    public string? ResumedFrom => _model.ResumedFrom?.Folder;

    internal LayeredConfig Config { get; }

    internal SharedSetup Shared { get; }

    internal InMemoryExchange Exchange { get; } = new();

    internal NodeOptions Node => new()
    {
        FirstWorker = 0,
        Workers = Workers,
        Device = _training.Training.Device,
        FirstIncarnation = 1,
        Supervision = JobOptions.Supervision,
    };

    private int PartsPerStep => JobOptions.Policy.Kind
        is PolicyKind.Async or PolicyKind.Ssp or PolicyKind.LocalSgd
            ? _training.Code.Parameters.Workers
            : 1;

    private int Workers => _training.Code.Parameters.Workers + JobOptions.Spares;

    /// <summary>Starts workers and trains.</summary>
    /// <param name="observers">Told of every step and event, on a thread of the job.</param>
    public TrainingRun Begin(params IReadOnlyList<IJobObserver> observers)
    {
        Take();
        try
        {
            return new TrainingRun(this, observers);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isBegun)
        {
            _isBegun = true;
            Release();
        }
    }

    internal IJobModel Model => _model;

    /// <summary>Workers of the code and spares.</summary>
    internal int WorkerCount => Workers;

    /// <summary>Whoever calls this begins the run, and gives <see cref="Shared"/> and
    /// <see cref="Model"/> back at its end.</summary>
    internal void Take()
    {
        Contract.Require(!_isBegun, "a run begins once");
        _isBegun = true;
    }

    /// <summary>The job for its actor.</summary>
    /// <param name="observers">Told of every step and event.</param>
    /// <param name="exchange">Where vectors travel.</param>
    /// <param name="links">How workers are called, watched and restarted.</param>
    internal JobSpec Spec(
        IReadOnlyList<IJobObserver> observers, ITensorExchangeHost exchange, IWorkerLinks links)
        => new()
    {
        Options = JobOptions,
        Code = _training.Code,
        SamplesPerStep = _training.Training.SamplesPerStep,
        Configuration = ConfigurationOf(Config),
        OpenModel = () => _model,
        Exchange = exchange,
        Links = links,
        Observers = observers,
        Faults = new FaultLedger(JobOptions.Chaos, Workers, _model.Step),
    };

    /// <summary>The whole job with its defaults, so that workers need no files of it.</summary>
    internal static string ConfigurationOf(LayeredConfig config) => string.Join(
        '\n', OfJob(config).Select(entry => $"{entry.Key} = {entry.Value}"));

    /// <summary>The values of a configuration that say something of the job.</summary>
    internal static IEnumerable<ConfigEntry> OfJob(LayeredConfig config) => config.Entries
        .Where(entry => entry.Key.StartsWith("coded.", StringComparison.Ordinal)
            && !OfMachine.Any(own => entry.Key.StartsWith(own, StringComparison.Ordinal)));

    private void Release()
    {
        _model.Dispose();
        Shared.Dispose();
    }
}
