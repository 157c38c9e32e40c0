using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Computing;

/// <summary>
/// The weights of a worker that takes several steps alone (local SGD): plain gradient descent,
/// w := w - rate * scale * g per step, on its own row's gradient g; running statistics move by
/// scale times their increment. The answer is the change of all weights since the parameters, with
/// the row's share of loss and right answers averaged over the steps (Stich, "Local SGD converges
/// fast and communicates little", 2019, algorithm 1). Thread-confined.
/// </summary>
internal sealed class LocalWeights(JobSession session)
{
    private float[] _start = [];
    private float[] _weights = [];
    private RowWork? _owner;

    /// <summary>Whether the model stands at the local weights of this row.</summary>
    public bool IsAt(RowWork row) => ReferenceEquals(_owner, row);

    /// <summary>The model goes elsewhere: a row that is not done begins anew.</summary>
    public void Forget() => _owner = null;

    /// <summary>The model stands at the parameters that the row starts from.</summary>
    public void Begin(RowWork row)
    {
        if (_start.Length == 0)
        {
            _start = new float[session.Layout.WeightsLength];
            _weights = new float[session.Layout.WeightsLength];
        }

        session.Gradients.Weights.CopyTo(_start);
        session.Gradients.Weights.CopyTo(_weights);
        _owner = row;
    }

    /// <summary>Takes the step whose gradient stands in the row's sum.</summary>
    public void Step(RowWork row, LocalSteps local)
    {
        var rate = (float)(local.LearningRates[row.StepIndex] * local.GradientScale);
        var scale = (float)local.GradientScale;
        var trainable = session.Layout.TrainableLength;
        var sum = row.Sum;
        for (var i = 0; i < trainable; i++)
        {
            _weights[i] -= rate * sum[i];
        }

        for (var i = trainable; i < _weights.Length; i++)
        {
            _weights[i] += scale * sum[i];
        }

        row.LossSum += sum[session.Layout.LossIndex];
        row.CorrectSum += sum[session.Layout.CorrectIndex];
        session.UseLocalWeights(_weights);
    }

    /// <summary>Writes the answer into the row's sum.</summary>
    public void Answer(RowWork row)
    {
        for (var i = 0; i < _weights.Length; i++)
        {
            row.Sum[i] = _weights[i] - _start[i];
        }

        row.Sum[session.Layout.LossIndex] = (float)(row.LossSum / row.Steps);
        row.Sum[session.Layout.CorrectIndex] = (float)(row.CorrectSum / row.Steps);
        _owner = null;
    }
}
