using AkkaCoded.Codes;
using AkkaCoded.Training.Checkpoints;
using AkkaCoded.Training.Data;
using AkkaCoded.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Training;

/// <summary>How a model does on a data set.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="Accuracy">Share of the samples classified rightly.</param>
/// <param name="Samples">Number of samples.</param>
public sealed record EvaluationResult(double Loss, double Accuracy, long Samples);

/// <summary>What a model says of a sample.</summary>
/// <param name="Index">The sample.</param>
/// <param name="Label">Its class as the data say.</param>
/// <param name="Predicted">The likeliest class.</param>
/// <param name="Probability">Probability that the model gives it.</param>
public sealed record Prediction(long Index, int Label, int Predicted, double Probability);

/// <summary>
/// Evaluates and predicts with given weights; samples in the order of the data set, a fixed number
/// at a time, so that results do not change from run to run. One thread at a time.
/// </summary>
public sealed class Evaluator
{
    private readonly Model _model;
    private readonly IDataSet _data;
    private readonly SampleReader _reader;
    private readonly int _batch;

    /// <param name="model">The model; owned by the caller.</param>
    /// <param name="data">The samples; owned by the caller.</param>
    /// <param name="normalization">How features are scaled.</param>
    /// <param name="samplesAtOnce">Samples computed at once.</param>
    public Evaluator(Model model, IDataSet data, Normalization normalization, int samplesAtOnce)
    {
        Contract.Require(samplesAtOnce > 0, "some samples at once");
        _model = model;
        _data = data;
        _reader = new SampleReader(data, normalization, model.Device);
        _batch = samplesAtOnce;
    }

    /// <summary>
    /// A model with the weights of a checkpoint, built as the job says for the job's data.
    /// </summary>
    /// <exception cref="InvalidInputException">CDL-0283: it belongs to another model.</exception>
    public static Model LoadModel(TrainingSetup setup, Checkpoint checkpoint, string path) =>
        Load(setup.CreateModel(), checkpoint, path);

    /// <summary>
    /// A model with the weights of a checkpoint, for samples of the shape that the checkpoint
    /// names; the job's data are not needed.
    /// </summary>
    /// <exception cref="InvalidInputException">CDL-0283: it belongs to another model.</exception>
    public static Model LoadModel(
        TrainingJobOptions options, Checkpoint checkpoint, string path) =>
        Load(TrainingSetup.CreateModel(options, checkpoint.Input), checkpoint, path);

    private static Model Load(Model model, Checkpoint checkpoint, string path)
    {
        try
        {
            CheckpointFit.RequireSameModel(checkpoint, model.Layout, path);
            model.WriteWeights(checkpoint.Weights);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Mean loss and accuracy over all samples.</summary>
    public EvaluationResult Evaluate(CancellationToken cancellation = default)
    {
        using var noGrad = torch.no_grad();
        var (loss, correct) = (0.0, 0L);
        foreach (var indices in Batches(_data.Count))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var (samples, labels) = _reader.Read(indices);
            var scores = _model.Forward(samples, training: false);
            loss += nn.functional.cross_entropy(scores, labels, null, -100, nn.Reduction.Sum)
                .cpu().item<float>();
            correct += scores.argmax(1).eq(labels).sum().cpu().item<long>();
        }

        return new EvaluationResult(loss / _data.Count, (double)correct / _data.Count, _data.Count);
    }

    /// <summary>Predicts the first samples, one after the other.</summary>
    /// <param name="count">How many.</param>
    public IEnumerable<Prediction> Predict(long count)
    {
        foreach (var indices in Batches(Math.Min(count, _data.Count)))
        {
            foreach (var prediction in PredictBatch(indices))
            {
                yield return prediction;
            }
        }
    }

    private List<Prediction> PredictBatch(long[] indices)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (samples, _) = _reader.Read(indices);
        var shares = _model.Forward(samples, training: false).softmax(1).cpu();
        var list = new List<Prediction>(indices.Length);
        var values = System.Runtime.InteropServices.MemoryMarshal
            .Cast<byte, float>(shares.contiguous().bytes);
        for (var i = 0; i < indices.Length; i++)
        {
            var row = values.Slice(i * _model.Input.Classes, _model.Input.Classes);
            var best = 0;
            for (var c = 1; c < row.Length; c++)
            {
                best = row[c] > row[best] ? c : best;
            }

            list.Add(new Prediction(indices[i], _data.Label(indices[i]), best, row[best]));
        }

        return list;
    }

    private IEnumerable<long[]> Batches(long count)
    {
        for (long start = 0; start < count; start += _batch)
        {
            var indices = new long[(int)Math.Min(_batch, count - start)];
            for (var i = 0; i < indices.Length; i++)
            {
                indices[i] = start + i;
            }

            yield return indices;
        }
    }
}
