using System.Collections.Concurrent;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// Evaluates on a thread of its own with a model of its own, so that training goes on meanwhile.
/// Each request has a copy of the weights; of more than <see cref="WaitingMax"/> that wait, the
/// newest is left out rather than slowing the training.
/// </summary>
internal sealed class EvaluationThread : IDisposable
{
    /// <summary>Copies of the weights that may wait.</summary>
    public const int WaitingMax = 16;

    private readonly BlockingCollection<Request> _requests = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly Func<(Action<float[]> SetWeights, Evaluator Evaluator, IDisposable Owned)>
        _open;

    private Thread? _thread;

    /// <param name="open">Makes model and evaluator; called on the thread, where tensors stay.
    /// </param>
    public EvaluationThread(
        Func<(Action<float[]> SetWeights, Evaluator Evaluator, IDisposable Owned)> open)
    {
        _open = open;
    }

    /// <summary>Evaluates these weights in turn.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="weights">Copied.</param>
    /// <param name="isFinal">Whether it must not be left out.</param>
    /// <param name="done">Told on the thread.</param>
    public void Add(
        long step, ReadOnlySpan<float> weights, bool isFinal,
        Action<long, EvaluationResult?, Exception?> done)
    {
        if (!isFinal && _requests.Count >= WaitingMax)
        {
            return;
        }

        _requests.Add(new Request(step, weights.ToArray(), done));
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "evaluation" };
            _thread.Start();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped.Cancel();
        _requests.CompleteAdding();
        _thread?.Join();
        _requests.Dispose();
        _stopped.Dispose();
    }

    private void Run()
    {
        IDisposable? owned = null;
        try
        {
            Evaluator? evaluator = null;
            Action<float[]>? setWeights = null;
            foreach (var request in _requests.GetConsumingEnumerable(_stopped.Token))
            {
                try
                {
                    if (evaluator is null)
                    {
                        (setWeights, evaluator, owned) = _open();
                    }

                    setWeights!(request.Weights);
                    request.Done(request.Step, evaluator.Evaluate(_stopped.Token), null);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    request.Done(request.Step, null, failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: nobody waits for the rest.
        }
        finally
        {
            owned?.Dispose();
        }
    }

    private sealed record Request(
        long Step, float[] Weights, Action<long, EvaluationResult?, Exception?> Done);
}
