using AkkaCoded.Codes;

namespace AkkaCoded.Training.Optimizers;

/// <summary>A state vector of an optimizer, such as the momentum; as long as the weights.</summary>
/// <param name="Name">Name in the checkpoint.</param>
/// <param name="Values">The live values.</param>
public sealed record OptimizerState(string Name, float[] Values);

/// <summary>
/// An optimizer over all trainable weights as one float32 vector: the coordinator decodes such a
/// vector, so no tensors are needed to step. The arithmetic follows torch.optim's element by
/// element, in float32. Not safe for several threads at once.
/// </summary>
public abstract class FlatOptimizer
{
    private readonly OptimizerState[] _states;

    private protected FlatOptimizer(OptimizerOptions options, int length, params string[] states)
    {
        Contract.Require(length > 0, "there are weights to train");
        Options = options;
        Length = length;
        _states = [.. states.Select(name => new OptimizerState(name, new float[length]))];
    }

    /// <summary>What the optimizer was made from.</summary>
    public OptimizerOptions Options { get; }

    /// <summary>Number of weights.</summary>
    public int Length { get; }

    /// <summary>Steps taken since the start of training.</summary>
    public long Steps { get; private set; }

    /// <summary>The state vectors, for checkpoints; empty for plain SGD.</summary>
    public IReadOnlyList<OptimizerState> States => _states;

    /// <summary>Makes the optimizer that <paramref name="options"/> name.</summary>
    public static FlatOptimizer Create(OptimizerOptions options, int length) =>
        options.Name is "adam" or "adamw"
            ? new Adam(options, length)
            : options.Name == "sgd" ? new Sgd(options, length) : new Momentum(options, length);

    /// <summary>Moves the weights against the gradient.</summary>
    /// <param name="weights">The trainable weights, changed in place.</param>
    /// <param name="gradient">Gradient of the mean loss.</param>
    /// <param name="learningRate">Learning rate of this step.</param>
    public void Step(Span<float> weights, ReadOnlySpan<float> gradient, double learningRate)
    {
        Contract.Require(weights.Length == Length, "weights of the length agreed on");
        Contract.Require(gradient.Length == Length, "a gradient value per weight");
        Contract.Require(double.IsFinite(learningRate), "a finite learning rate");
        Steps++;
        Update(weights, gradient, learningRate);
    }

    /// <summary>Takes up where a checkpoint left off.</summary>
    /// <param name="steps">Steps taken before.</param>
    /// <param name="values">Each state vector by its name.</param>
    public void Restore(long steps, IReadOnlyDictionary<string, float[]> values)
    {
        Contract.Require(steps >= 0, "steps are counted from 0");
        foreach (var state in _states)
        {
            Contract.Require(
                values.TryGetValue(state.Name, out var saved) && saved.Length == Length,
                "the checkpoint holds each state vector in full");
            saved.CopyTo(state.Values, 0);
        }

        Steps = steps;
    }

    /// <summary>Whether the state vectors are all there and of the right length.</summary>
    internal bool CanRestore(IReadOnlyDictionary<string, float[]> values) => _states.All(
        state => values.TryGetValue(state.Name, out var saved) && saved.Length == Length);

    private protected Span<float> State(int index) => _states[index].Values;

    private protected abstract void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, double learningRate);
}
