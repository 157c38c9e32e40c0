using AkkaCoded.Codes;

namespace AkkaCoded.Training.Optimizers;

/// <summary>
/// The learning rate of every step, a pure function of the step's number: the linear scaling rule
/// with a linear warm-up (Goyal et al., arXiv 1706.02677, sections 2.1 and 2.2), then constant, a
/// cosine (Loshchilov and Hutter, arXiv 1608.03983, equation 5, without restarts), or steps.
/// </summary>
public sealed class LearningRateSchedule
{
    private readonly ScheduleOptions _options;
    private readonly long _steps;
    private readonly double _full;
    private readonly double _start;

    /// <param name="options">The schedule.</param>
    /// <param name="samplesPerStep">Samples of a step, for the linear scaling rule.</param>
    /// <param name="steps">Steps of the whole training; where the cosine ends.</param>
    public LearningRateSchedule(ScheduleOptions options, int samplesPerStep, long steps)
    {
        Contract.Require(samplesPerStep > 0 && steps > 0, "there is something to train");
        _options = options;
        _steps = steps;
        var scale = options.ReferenceSamples > 0
            ? (double)samplesPerStep / options.ReferenceSamples
            : 1.0;
        _full = options.LearningRate * scale;
        // With scaling the warm-up starts at the base rate, as in the paper; else close to zero.
        _start = options.ReferenceSamples > 0 ? Math.Min(options.LearningRate, _full) : 0.0;
    }

    /// <summary>Learning rate of a step, counted from 0.</summary>
    public double this[long step]
    {
        get
        {
            Contract.Require(step >= 0, "steps count from 0");
            var warmUp = _options.WarmUpSteps;
            return step < warmUp
                ? _start + ((_full - _start) * (step + 1) / warmUp)
                : _full * Share(step, warmUp);
        }
    }

    private double Share(long step, long warmUp)
    {
        switch (_options.Name)
        {
            case "cosine":
                var length = Math.Max(1, _steps - warmUp);
                var progress = Math.Min(1.0, (double)(step - warmUp) / length);
                var cosine = 0.5 * (1.0 + Math.Cos(Math.PI * progress));
                return _options.FinalShare + ((1.0 - _options.FinalShare) * cosine);
            case "step":
                return Math.Pow(_options.Factor, _options.Milestones.Count(at => step >= at));
            default:
                return 1.0;
        }
    }
}
