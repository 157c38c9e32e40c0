namespace AkkaCoded.Coordinator.Record;

/// <summary>
/// Brings what a job does and what happens around it to the same observers, one call at a time.
/// Safe for several threads.
/// </summary>
/// <param name="observers">Told in this order.</param>
/// <param name="firstStep">The step that the run begins with.</param>
internal sealed class RunNews(IReadOnlyList<IJobObserver> observers, long firstStep) : IJobObserver
{
    private readonly Lock _gate = new();
    private long _step = firstStep;

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        lock (_gate)
        {
            _step = step.Step + 1;
            foreach (var observer in observers)
            {
                observer.OnStep(step);
            }
        }
    }

    /// <inheritdoc/>
    public void OnEvent(JobEvent happened)
    {
        lock (_gate)
        {
            foreach (var observer in observers)
            {
                observer.OnEvent(happened);
            }
        }
    }

    /// <summary>Something happened around the job, in the step that is under way.</summary>
    public void Tell(string kind, string text)
    {
        lock (_gate)
        {
            OnEvent(new JobEvent(kind, _step, null, text));
        }
    }
}
