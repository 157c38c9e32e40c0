using AkkaCoded.Simulation.Report;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary>The JSON of <c>simulate</c>; keys in docs/command-line.md.</summary>
internal sealed record SimulationJson(
    string Source,
    int Workers,
    int Steps,
    ulong Seed,
    IReadOnlyList<SimulationJson.Entry> Policies,
    SimulationJson.Totals Bounds,
    string BestFixed,
    double WaitForAllSeconds,
    double? TargetLoss,
    IReadOnlyList<SimulationJson.Detail> Details)
{
    public static SimulationJson Of(SimulationResult result)
    {
        var figures = PolicyFigures.Of(result);
        return new(
            result.Source, result.Workers, result.Steps, result.Seed,
            [.. figures.Select(Entry.Of)],
            new(result.Bounds.EveryWorkerAtMedianSeconds, result.Bounds.EarliestDecodableSeconds,
                result.Bounds.BestFixedSeconds),
            result.Bounds.BestFixedName,
            result.Bounds.WaitForAllSeconds,
            PolicyFigures.TargetLoss(result),
            [.. figures.Select(Detail.Of)]);
    }

    internal sealed record Entry(
        string Name, int? Stragglers, double MeanStepSeconds, double P50StepSeconds,
        double P99StepSeconds, double TotalSeconds, double WastedWork, double Bytes)
    {
        public static Entry Of(PolicyFigures one) => new(
            one.Policy.Name, one.Policy.Stragglers, one.MeanStepSeconds, one.P50StepSeconds,
            one.P99StepSeconds, one.TotalSeconds, one.Policy.WastedWork, one.Policy.Bytes);
    }

    internal sealed record Totals(
        double EveryWorkerAtMedianSeconds, double EarliestDecodableSeconds,
        double BestFixedSeconds);

    internal sealed record Detail(
        string Name, bool IsSynchronousExact, bool RanOnActors, double Gain, double WorkPerStep,
        double? TimeToTargetSeconds, IReadOnlyList<string> Decisions)
    {
        public static Detail Of(PolicyFigures one) => new(
            one.Policy.Name, one.Policy.IsSynchronousExact, one.Policy.RanOnActors, one.Gain,
            one.WorkPerStep, one.TimeToTargetSeconds, one.Policy.Decisions);
    }
}
