using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// The JSON of <c>code show</c>. Its keys are documented in docs/command-line.md and stay.
/// </summary>
internal sealed record CodeShowJson(
    string Family,
    int Workers,
    int Stragglers,
    int Chunks,
    int Load,
    double LoadShare,
    int Tolerance,
    bool Exact,
    double MaxAmplification,
    double WorstResidual,
    double WorstAmplification,
    double? MeanAmplification,
    int SubsetsChecked,
    bool AllSubsets,
    double DecodableShare,
    string? SaferFamily,
    IReadOnlyList<CodeShowJson.Size> SubsetSizes)
{
    public static CodeShowJson From(CodeReport report) => new(
        report.Family,
        report.Workers,
        report.Stragglers,
        report.Chunks,
        report.LoadChunks,
        report.Load,
        report.Tolerance,
        report.IsExact,
        report.MaxAmplification,
        report.WorstResidual,
        report.WorstAmplification,
        double.IsNaN(report.MeanAmplification) ? null : report.MeanAmplification,
        report.SubsetsChecked,
        report.IsExhaustive,
        report.DecodableShare,
        report.SaferFamily,
        [.. report.SubsetSizes.Select(size => new Size(
            size.Answers, size.Checked, size.Decodable))]);

    internal sealed record Size(int Answers, int Checked, int Decodable);
}
