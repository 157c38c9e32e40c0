using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;
using AkkaCoded.Training.Gradients;
using AkkaCoded.Training.Models;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>Gradients of a model, computed for all workers by one copy of it.</summary>
internal sealed class RealGradients : IGradientSource, IDisposable
{
    private readonly Model _model;
    private readonly ChunkGradients _gradients;
    private readonly float[] _weights;

    /// <param name="setup">The job; owned by the caller.</param>
    /// <param name="chunks">Chunks of a step.</param>
    public RealGradients(TrainingSetup setup, int chunks)
    {
        setup.ApplyDeterminism();
        _model = setup.CreateModel();
        _gradients = setup.CreateGradients(_model, chunks);
        _weights = new float[_gradients.Layout.WeightsLength];
    }

    /// <inheritdoc/>
    public int Length => _gradients.Layout.VectorLength;

    /// <inheritdoc/>
    public bool NeedsParameters => true;

    /// <inheritdoc/>
    public void Compute(Compute row, ReadOnlySpan<float> parameters, Span<float> answer)
    {
        _gradients.SetWeights(parameters);
        if (row.Local is { } local)
        {
            Descend(row, local, parameters, answer);
        }
        else
        {
            Sum(row, row.Key.Step.Step, answer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private void Sum(Compute row, long step, Span<float> answer)
    {
        answer.Clear();
        for (var k = 0; k < row.RowChunks.Length; k++)
        {
            var coefficient = row.Coefficients.IsEmpty ? 1 : (float)row.Coefficients[k];
            _gradients.Accumulate(step, row.RowChunks[k], coefficient, answer);
        }
    }

    /// <summary>The change of the weights over several steps, as workers of local SGD take them:
    /// plain descent on the row's own gradient, loss and right answers averaged over the steps.
    /// </summary>
    private void Descend(
        Compute row, LocalSteps local, ReadOnlySpan<float> parameters, Span<float> answer)
    {
        var layout = _gradients.Layout;
        var scale = (float)local.GradientScale;
        var (loss, correct) = (0f, 0f);
        parameters.CopyTo(_weights);
        for (var i = 0; i < local.LearningRates.Length; i++)
        {
            Sum(row, row.Key.Step.Step + i, answer);
            var rate = (float)(local.LearningRates[i] * local.GradientScale);
            for (var k = 0; k < _weights.Length; k++)
            {
                _weights[k] += k < layout.TrainableLength ? -rate * answer[k] : scale * answer[k];
            }

            loss += answer[layout.LossIndex];
            correct += answer[layout.CorrectIndex];
            _gradients.SetWeights(_weights);
        }

        for (var k = 0; k < _weights.Length; k++)
        {
            answer[k] = _weights[k] - parameters[k];
        }

        answer[layout.LossIndex] = loss / local.LearningRates.Length;
        answer[layout.CorrectIndex] = correct / local.LearningRates.Length;
    }
}
