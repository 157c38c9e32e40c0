namespace AkkaCoded.Coordinator.Jobs;

/// <summary>When what was asked of a partition in a step.</summary>
internal sealed class RowTimes
{
    /// <summary>Its row, for the last time but for reminders.</summary>
    public TimeSpan Asked { get; set; }

    /// <summary>Its row, by the last reminder.</summary>
    public TimeSpan Reminded { get; set; }

    /// <summary>Its upload.</summary>
    public TimeSpan Fetched { get; private set; }

    /// <summary>Whether the upload was asked for once more.</summary>
    public bool IsFetchReminded { get; set; }

    public void Fetch(TimeSpan now) => (Fetched, IsFetchReminded) = (now, false);
}
