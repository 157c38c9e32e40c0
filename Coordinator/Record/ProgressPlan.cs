namespace AkkaCoded.Coordinator.Record;

/// <summary>What a progress display has to know of a job beforehand.</summary>
/// <param name="Job">Its name.</param>
/// <param name="About">Code and policy for people.</param>
/// <param name="Workers">Workers that have a row.</param>
/// <param name="StepsTotal">Steps in all; the run ends when so many are done.</param>
/// <param name="SamplesPerStep">Samples of a step.</param>
internal sealed record ProgressPlan(
    string Job, string About, int Workers, long StepsTotal, int SamplesPerStep)
{
    public static ProgressPlan Of(RunHeader header) => new(
        header.Job, $"{header.Code}, {header.Policy}", header.Workers, header.StepsTotal,
        header.SamplesPerStep);
}
