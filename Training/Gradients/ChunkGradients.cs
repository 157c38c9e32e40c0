using System.Runtime.InteropServices;
using AkkaCoded.Codes;
using AkkaCoded.Training.Data;
using AkkaCoded.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Gradients;

/// <summary>
/// Gradients of chunks as flat float32 vectors. A chunk's vector is a pure function of (weights,
/// seed, step, chunk), whichever worker computes it: it holds the gradient of the chunk's share of
/// the step's mean loss, so that the chunks' vectors add up to the step's; the chunk's share of the
/// increments of running statistics; its share of the loss; the number of right answers.
/// One thread at a time, always the same one.
/// </summary>
public sealed class ChunkGradients
{
    private readonly Model _model;
    private readonly SampleReader _reader;
    private readonly StepSampler _sampler;
    private readonly Tensor[] _trainable;
    private readonly ulong _seed;
    private readonly long[] _indices;
    private readonly float[] _weights;
    private readonly float[] _vector;

    /// <param name="model">The model; owned by the caller.</param>
    /// <param name="data">Training data and normalisation; owned by the caller.</param>
    /// <param name="sampler">Which samples are in a chunk.</param>
    /// <param name="seed">Seed of dropout masks.</param>
    public ChunkGradients(Model model, DataPair data, StepSampler sampler, long seed)
    {
        Contract.Require(sampler.SampleCount == data.Train.Count, "a sampler for these data");
        _model = model;
        _reader = new SampleReader(data.Train, data.Normalization, model.Device);
        _sampler = sampler;
        _trainable = model.Trainable;
        _seed = (ulong)seed;
        _indices = new long[sampler.ChunkSizeMax];
        _weights = new float[model.Layout.WeightsLength];
        _vector = new float[model.Layout.VectorLength];
        model.ReadWeights(_weights);
    }

    /// <summary>Where things lie in the vectors.</summary>
    public ModelLayout Layout => _model.Layout;

    /// <summary>Weights and running statistics that gradients are taken at.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Sets the weights (and running statistics) that gradients are taken at.</summary>
    /// <param name="weights">A vector of <see cref="ModelLayout.WeightsLength"/> values.</param>
    public void SetWeights(ReadOnlySpan<float> weights)
    {
        weights.CopyTo(_weights);
        _model.WriteWeights(weights);
    }

    /// <summary>Computes a chunk's vector.</summary>
    /// <param name="step">Step, counted from 0.</param>
    /// <param name="chunk">Chunk of the step, counted from 0.</param>
    /// <param name="vector">Room for <see cref="ModelLayout.VectorLength"/> values.</param>
    public void Compute(long step, int chunk, Span<float> vector)
    {
        Contract.Require(vector.Length == Layout.VectorLength, "room for a gradient vector");
        var count = _sampler.Read(step, chunk, _indices);
        SeedDropout(step, chunk);
        using (torch.NewDisposeScope())
        {
            var (samples, labels) = _reader.Read(_indices.AsSpan(0, count));
            var scores = _model.Forward(samples, training: true);
            var total = nn.functional.cross_entropy(scores, labels, null, -100, nn.Reduction.Sum);
            var loss = total / (float)_sampler.SamplesPerStep;
            var gradients = torch.autograd.grad([loss], _trainable);
            var correct = scores.detach().argmax(1).eq(labels).sum();
            _model.Gather(gradients, loss.detach(), correct, vector);
        }

        FinishState(vector, (float)count / _sampler.SamplesPerStep);
    }

    /// <summary>
    /// Adds <c>coefficient * vector</c> of one chunk to <paramref name="sum"/>: a row of a gradient
    /// code is such a sum over its chunks, and only one chunk's vector is held at a time.
    /// </summary>
    public void Accumulate(long step, int chunk, float coefficient, Span<float> sum)
    {
        Compute(step, chunk, _vector);
        VectorMath.Add(sum, coefficient, _vector);
    }

    /// <summary>
    /// Computes a worker's answer: the sum of its chunks' vectors with the row's coefficients, in
    /// the order of the row. Stops between two chunks when cancelled.
    /// </summary>
    /// <param name="step">Step, counted from 0.</param>
    /// <param name="row">The worker's row of the gradient code.</param>
    /// <param name="sum">Room for <see cref="ModelLayout.VectorLength"/> values.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void ComputeRow(
        long step, CodeRow row, Span<float> sum, CancellationToken cancellation = default)
    {
        sum.Clear();
        for (var i = 0; i < row.Chunks.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Accumulate(step, row.Chunks[i], (float)row.Coefficients[i], sum);
        }
    }

    /// <summary>
    /// Computes the first chunk of <paramref name="step"/> twice and compares the bits: a model
    /// that draws from a generator of its own, or keeps hidden state, cannot be coded.
    /// </summary>
    /// <exception cref="InvalidInputException">CDL-0225: the two differ.</exception>
    public void RequirePure(long step)
    {
        var first = new float[Layout.VectorLength];
        Compute(step, 0, first);
        Compute(step, 0, _vector);
        var bits = MemoryMarshal.AsBytes(first.AsSpan());
        if (!bits.SequenceEqual(MemoryMarshal.AsBytes(_vector.AsSpan())))
        {
            throw new InvalidInputException(
                "CDL-0225", "coded.model", "two computations of one chunk differ",
                "a gradient that follows from (weights, seed, step, chunk) alone",
                "Use SeededDropout in place of Dropout, draw nothing in forward, and keep "
                + "coded.training.deterministic on.");
        }
    }

    private void SeedDropout(long step, int chunk)
    {
        for (var layer = 0; layer < _model.Dropouts.Count; layer++)
        {
            _model.Dropouts[layer].Seed(_seed, layer, step, chunk);
        }
    }

    /// <summary>
    /// Turns the state after the forward pass into the chunk's share of its increment, and sets the
    /// model's state back, so that the next chunk starts from the same.
    /// </summary>
    private void FinishState(Span<float> vector, float share)
    {
        if (Layout.StateLength == 0)
        {
            return;
        }

        for (var i = Layout.TrainableLength; i < Layout.WeightsLength; i++)
        {
            vector[i] = (vector[i] - _weights[i]) * share;
        }

        _model.RestoreState(_weights);
    }
}
