namespace AkkaCoded.Coordinator.Service;

/// <summary>A job's state in words, for logs and tables.</summary>
internal static class JobTexts
{
    private const int MissingShown = 8;

    public static string Of(JobEntry job) => job.State switch
    {
        JobState.Waiting when job.Shortage is { } shortage => $"waiting, {Shortage(shortage)}",
        JobState.Paused => $"paused after {job.Figures.Step} of {job.Steps} steps",
        JobState.Finished when job.Figures.TestAccuracy is { } accuracy =>
            $"finished after {job.Figures.Step} steps, test accuracy {accuracy:0.00%}",
        JobState.Failed => $"failed: {job.Reason}",
        JobState.Cancelled => $"cancelled after {job.Figures.Step} of {job.Steps} steps",
        _ => job.State.Word(),
    };

    /// <summary>Such as <c>6 of 8 workers are here; missing: 2, 5</c>.</summary>
    public static string Shortage(JobShortage shortage)
    {
        var shown = string.Join(", ", shortage.Missing.Take(MissingShown));
        var more = shortage.Missing.Count - MissingShown;
        return $"{shortage.Here} of {shortage.Of} workers are here; missing: {shown}"
            + (more > 0 ? $" and {more} more" : "");
    }

    /// <summary>What it is about to do.</summary>
    public static string Verb(JobIntent intent) => intent.ToString().ToLowerInvariant();
}
