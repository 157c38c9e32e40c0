namespace AkkaCoded.Codes.Baselines;

/// <summary>No code: every worker has 1/n of the step, which waits for all of them.</summary>
public sealed class WaitAllScheme : IStepScheme
{
    private readonly StepClock _clock;
    private readonly double[] _loads;

    /// <param name="workers">n, from 1 to <see cref="CodeParameters.WorkersMax"/>.</param>
    /// <exception cref="InvalidInputException">CDL-0001.</exception>
    public WaitAllScheme(int workers)
    {
        SchemeChecks.Workers(workers);
        _clock = new(workers);
        _loads = new double[workers];
        Array.Fill(_loads, 1.0 / workers);
    }

    /// <inheritdoc/>
    public string Name => "uncoded";

    /// <inheritdoc/>
    public bool IsSynchronousExact => true;

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times)
    {
        _clock.Start(times, _loads);
        return _clock.End(_clock.Slowest(), useful: 1, vectors: _clock.Workers);
    }
}
