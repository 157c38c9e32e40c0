using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training.Gradients;
using AkkaCoded.Training.Models;

namespace AkkaCoded.WorkerNode.Computing;

/// <summary>
/// A job on one compute thread: its data (shared), its model and its weights. Thread-confined, like
/// everything that holds tensors.
/// </summary>
internal sealed class JobSession : IDisposable
{
    private readonly IJobSetup _setup;
    private readonly Model _model;
    private ChunkGradients _gradients;
    private int _chunks;
    private ParametersKey? _parameters;

    private JobSession(OpenJob job, IJobSetup setup, Model model)
    {
        Job = job.Job;
        Epoch = job.JobEpoch;
        _setup = setup;
        _model = model;
        _chunks = setup.Setup.Sampler.Chunks;
        _gradients = setup.Setup.CreateGradients(model);
        Rows = new KeptRows(Layout.VectorLength);
        Local = new LocalWeights(this);
    }

    public JobId Job { get; }

    public long Epoch { get; }

    public ModelLayout Layout => _model.Layout;

    public ChunkGradients Gradients => _gradients;

    public KeptRows Rows { get; }

    public LocalWeights Local { get; }

    /// <summary>Opens data and model; to be called on the compute thread.</summary>
    public static JobSession Open(OpenJob job, IJobSetups setups)
    {
        var setup = setups.Open(job.Job, job.JobEpoch, job.Configuration);
        Model? model = null;
        try
        {
            setup.Setup.ApplyDeterminism();
            model = setup.Setup.CreateModel();
            return new JobSession(job, setup, model);
        }
        catch
        {
            model?.Dispose();
            setup.Dispose();
            throw;
        }
    }

    public bool IsFor(JobId job, long epoch) => job == Job && epoch == Epoch;

    /// <summary>
    /// Cuts steps into that many chunks from now on; they change when a code is planned anew.
    /// </summary>
    public void UseChunks(int chunks)
    {
        if (chunks != _chunks)
        {
            _gradients = _setup.Setup.CreateGradients(_model, chunks);
            _chunks = chunks;
        }
    }

    /// <summary>Sets the model to a version of the parameters, unless it is there.</summary>
    /// <returns>False where the item ended first.</returns>
    /// <exception cref="ParametersGoneException">The version is not published.</exception>
    public bool TryUseParameters(
        ComputeItem item, ComputeThread thread, ITensorExchange exchange)
    {
        var key = new ParametersKey(Job, Epoch, item.Request.ParametersVersion);
        if (_parameters == key)
        {
            return true;
        }

        var fetch = exchange.GetParametersAsync(key, thread.Lifetime);
        if (fetch.IsCompletedSuccessfully)
        {
            Load(key, fetch.Result);
            return true;
        }

        var task = fetch.AsTask();
        if (!thread.WaitFor(task, item))
        {
            GiveBackLater(task);
            return false;
        }

        Load(key, task.GetAwaiter().GetResult());
        return true;
    }

    /// <summary>Sets the model to weights of its own, which no version stands for.</summary>
    public void UseLocalWeights(ReadOnlySpan<float> weights)
    {
        _parameters = null;
        _gradients.SetWeights(weights);
    }

    public void Dispose()
    {
        _model.Dispose();
        _setup.Dispose();
    }

    private static void GiveBackLater(Task<IParametersLease> task) => task.ContinueWith(
        late =>
        {
            if (late.IsCompletedSuccessfully)
            {
                late.Result.Dispose();
            }
            else
            {
                // Looked at, so that it is not reported as unobserved: nobody needs it any more.
                _ = late.Exception;
            }
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private void Load(ParametersKey key, IParametersLease lease)
    {
        using (lease)
        {
            Contract.Require(
                lease.Values.Length == Layout.WeightsLength, "parameters of this job's model");
            Local.Forget();
            _parameters = null;
            _gradients.SetWeights(lease.Values.Span);
            _parameters = key;
        }
    }
}
