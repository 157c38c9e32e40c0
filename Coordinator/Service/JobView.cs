namespace AkkaCoded.Coordinator.Service;

/// <summary>A job as it is now.</summary>
/// <param name="Job">What is kept of it.</param>
/// <param name="Progress">Its run, or null: none since the coordinator was started.</param>
/// <param name="Log">Its log.</param>
/// <param name="Folder">Its folder.</param>
internal sealed record JobView(JobEntry Job, JobProgress? Progress, JobLog Log, string Folder)
{
    /// <summary>Figures of the run, else those that were kept.</summary>
    public JobFigures Figures => Job.State.IsUnderWay() && Progress is { } progress
        ? progress.Figures
        : Job.Figures;
}
