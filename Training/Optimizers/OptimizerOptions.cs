using AkkaCoded.Codes;

namespace AkkaCoded.Training.Optimizers;

/// <summary>How the decoded gradient moves the weights; <c>coded.optimizer</c>.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The optimizers that <c>coded.optimizer.name</c> may name.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["sgd", "momentum", "nesterov", "adam", "adamw"];

    /// <summary>One of <see cref="Names"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Momentum of "momentum" and "nesterov", in [0, 1).</summary>
    public required double Momentum { get; init; }

    /// <summary>Weight decay, at least 0.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Adam's decay of the first moment, in [0, 1).</summary>
    public required double Beta1 { get; init; }

    /// <summary>Adam's decay of the second moment, in [0, 1).</summary>
    public required double Beta2 { get; init; }

    /// <summary>Adam's term against division by zero, above 0.</summary>
    public required double Epsilon { get; init; }

    /// <summary>Largest 2-norm of the decoded gradient; 0: not clipped.</summary>
    public required double ClipNorm { get; init; }

    /// <summary>Learning rate over the steps.</summary>
    public required ScheduleOptions Schedule { get; init; }

    /// <summary>Checks each value.</summary>
    /// <exception cref="InvalidInputException">CDL-0240: a value outside its range.</exception>
    public OptimizerOptions Validate()
    {
        Check.Choice("CDL-0240", "coded.optimizer.name", Name, Names);
        Check.Real("CDL-0240", "coded.optimizer.momentum", Momentum, 0, 0.999999);
        Check.Real("CDL-0240", "coded.optimizer.weight-decay", WeightDecay, 0, 1e6);
        Check.Real("CDL-0240", "coded.optimizer.beta1", Beta1, 0, 0.999999);
        Check.Real("CDL-0240", "coded.optimizer.beta2", Beta2, 0, 0.999999999);
        Check.Real("CDL-0240", "coded.optimizer.epsilon", Epsilon, 1e-30, 1);
        Check.Real("CDL-0240", "coded.optimizer.clip-norm", ClipNorm, 0, 1e30);
        Schedule.Validate();
        return this;
    }
}
