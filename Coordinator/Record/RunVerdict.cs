using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Coordinator.Record;

/// <summary>What the race bought, in sentences: the same on the terminal and in the report.
/// </summary>
internal static class RunVerdict
{
    /// <summary>Below this factor two times count as equal.</summary>
    private const double WorthMentioning = 1.05;

    /// <summary>Sentences; the figures that matter are in the list of the second part.</summary>
    public static IReadOnlyList<string> Sentences(RunSummary summary, int workers)
    {
        if (summary.Steps == 0)
        {
            return ["No step was done."];
        }

        var mean = $"A step took {TimeUnit.Text(summary.MeanStepSeconds)} on average.";
        return summary is { WaitForAllSeconds: { } all, EarliestDecodableSeconds: { } bound }
            ?
            [
                mean,
                $"Waiting for all {workers} workers would have taken {TimeUnit.Text(all)} on the "
                    + $"very same delays: {Times(summary.SpeedUp)}.",
                $"The bound is {TimeUnit.Text(bound)}: the earliest moment, with hindsight, at "
                    + "which the answers could be decoded.",
            ]
            :
            [
                mean,
                "No delay was injected, so nobody knows when the cancelled answers would have "
                    + "come, nor how long waiting for all would have taken.",
            ];
    }

    private static string Times(double? factor) => factor switch
    {
        null => "not comparable",
        < 1 / WorthMentioning => $"{1 / factor.Value:0.0#} times faster than this run",
        < WorthMentioning => "about as long",
        < 2 => $"{factor.Value:0.00} times as long",
        _ => $"{factor.Value:0.0} times as long",
    };
}
