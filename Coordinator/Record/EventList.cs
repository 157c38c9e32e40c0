namespace AkkaCoded.Coordinator.Record;

/// <summary>Keeps what happened beside the steps, for the end report.</summary>
/// <param name="countMax">Older events are forgotten.</param>
internal sealed class EventList(int countMax = 10_000) : IJobObserver
{
    private readonly object _lock = new();
    private readonly Queue<JobEvent> _events = [];

    /// <summary>In order, as far as they are kept.</summary>
    public IReadOnlyList<JobEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public void OnStep(StepRecord step)
    {
    }

    public void OnEvent(JobEvent happened)
    {
        lock (_lock)
        {
            _events.Enqueue(happened);
            if (_events.Count > countMax)
            {
                _events.Dequeue();
            }
        }
    }
}
