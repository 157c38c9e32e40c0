using AkkaCoded.Codes;

namespace AkkaCoded.Training.Optimizers;

/// <summary>
/// What local SGD does with <c>coded.optimizer</c>: workers take plain steps w := w - rate * g with
/// the rates of the schedule. Momentum is not used (a state of each worker's own would have to
/// travel and be averaged too); what would change the meaning of the rate, or of the gradient, is
/// refused rather than left out in silence.
/// </summary>
public static class LocalDescent
{
    /// <summary>Checks that the optimizer can be left out of the workers' steps.</summary>
    /// <exception cref="InvalidInputException">CDL-0550: Adam, weight decay or clipping.
    /// </exception>
    public static void Require(OptimizerOptions options)
    {
        if (options.Name is "adam" or "adamw")
        {
            throw Unfit("name", options.Name, "sgd, momentum, nesterov");
        }

        if (options.WeightDecay != 0)
        {
            throw Unfit("weight-decay", options.WeightDecay, "0");
        }

        if (options.ClipNorm != 0)
        {
            throw Unfit("clip-norm", options.ClipNorm, "0");
        }
    }

    private static InvalidInputException Unfit(string key, object value, string allowed) => new(
        "CDL-0550", $"coded.optimizer.{key}", value, $"{allowed} with the policy local-sgd",
        "Correct the key, or choose another coded.policy.");
}
