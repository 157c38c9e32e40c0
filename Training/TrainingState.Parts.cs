using AkkaCoded.Codes;
using AkkaCoded.Training.Optimizers;

namespace AkkaCoded.Training;

/// <summary>Steps that are not taken as one: worker by worker, or several by each worker alone.
/// </summary>
public sealed partial class TrainingState
{
    private int _partsApplied;
    private double _partsLoss;
    private double _partsCorrect;
    private double _partsNorm;

    /// <summary>Whether parts of the next step to be reported are applied already, so that no
    /// checkpoint can be taken.</summary>
    public bool IsWithinStep => _partsApplied > 0;

    /// <summary>
    /// Applies one worker's share of a step by itself, as one step of the optimizer. The share is
    /// not scaled: it is the gradient of its samples' part of the step's mean loss, so that all
    /// shares of a step together move the weights as far as the step taken at once. To the same
    /// end, weight decay and the clipping norm are divided by the number of shares, and for adam
    /// and adamw, whose steps do not depend on the length of the gradient, the learning rate is.
    /// Momentum and the moments of Adam fade with each share, not with each step.
    /// </summary>
    /// <param name="vector">
    /// The worker's vector, of <see cref="Models.ModelLayout.VectorLength"/> values; clipping
    /// changes it in place.
    /// </param>
    /// <param name="step">The step its samples belong to: the learning rate is that step's.
    /// </param>
    /// <returns>
    /// Once as many shares are applied as a step has, whichever steps they belong to, the report of
    /// the next step: loss and accuracy of these shares, each before its own update; the learning
    /// rate of the last one; the sum of the norms, which bounds the norm of the sum. Else null.
    /// </returns>
    /// <exception cref="InvalidInputException">CDL-0262: the training diverged.</exception>
    public StepReport? ApplyPart(Span<float> vector, long step)
    {
        Contract.Require(step >= 0 && step < _setup.StepCount, "a step of this training");
        var options = _setup.Options.Optimizer;
        var rate = _schedule[step];
        _partsNorm += Move(
            vector, options.ClipNorm / _partsPerStep,
            options.Name is "adam" or "adamw" ? rate / _partsPerStep : rate);
        _partsLoss += vector[Layout.LossIndex];
        _partsCorrect += vector[Layout.CorrectIndex];
        return ++_partsApplied == _partsPerStep ? EndParts(rate) : null;
    }

    /// <summary>
    /// Applies the average of the changes that workers made to the weights in some steps of their
    /// own (local SGD). The workers' steps are plain gradient descent, and the state of the
    /// optimizer (momentum, moments) stays as it is; see <see cref="LocalDescent"/>.
    /// </summary>
    /// <param name="sum">
    /// Sum of the workers' vectors: change of weights and running statistics, then each worker's
    /// share of loss and right answers, averaged over its steps.
    /// </param>
    /// <param name="workers">How many were summed: the divisor.</param>
    /// <param name="steps">Steps each of them took.</param>
    /// <returns>
    /// The report of the last of these steps: loss and accuracy averaged over all of them and over
    /// the workers that answered; the norm is that of the averaged change.
    /// </returns>
    /// <exception cref="InvalidInputException">CDL-0262: the training diverged.</exception>
    public StepReport ApplyChange(Span<float> sum, int workers, int steps)
    {
        Contract.Require(sum.Length == Layout.VectorLength, "a vector of this model");
        Contract.Require(workers >= 1 && workers <= _partsPerStep, "workers of this step");
        Contract.Require(steps >= 1 && Step + steps <= _setup.StepCount, "steps of this training");
        Contract.Require(_partsApplied == 0, "a change stands for whole steps");
        foreach (ref var value in sum)
        {
            value /= workers;
        }

        // What is left is the mean share of a worker; the step's is that of all its workers.
        var loss = (double)sum[Layout.LossIndex] * _partsPerStep;
        var correct = (double)sum[Layout.CorrectIndex] * _partsPerStep;
        var norm = GradientClipping.Norm(sum[..Layout.TrainableLength]);
        RequireFinite(norm, loss);
        for (var i = 0; i < Layout.WeightsLength; i++)
        {
            _weights[i] += sum[i];
        }

        Step += steps;
        _loss = loss;
        return new StepReport(
            Step - 1, _setup.Sampler.EpochOf(Step - 1), loss,
            correct / _setup.Sampler.SamplesPerStep, _schedule[Step - 1], norm);
    }

    /// <summary>The learning rates of the next steps, for workers that take them alone.</summary>
    /// <param name="steps">How many.</param>
    public IReadOnlyList<double> LearningRates(int steps) =>
        [.. Enumerable.Range(0, steps).Select(step => _schedule[Step + step])];

    /// <summary>
    /// The optimizer of one share: with a gradient n times smaller, so must be the decay that is
    /// added to it. The decay of adamw is a factor of the learning rate, which is smaller already.
    /// </summary>
    private static OptimizerOptions PartOptimizer(OptimizerOptions options, int parts) =>
        parts == 1 || options.Name == "adamw"
            ? options
            : options with { WeightDecay = options.WeightDecay / parts };

    private StepReport EndParts(double rate)
    {
        _loss = _partsLoss;
        var accuracy = (float)_partsCorrect / _setup.Sampler.SamplesPerStep;
        var report = new StepReport(
            Step, _setup.Sampler.EpochOf(Step), _partsLoss, accuracy, rate, _partsNorm);
        ForgetParts();
        Step++;
        return report;
    }

    private void ForgetParts() =>
        (_partsApplied, _partsLoss, _partsCorrect, _partsNorm) = (0, 0, 0, 0);
}
