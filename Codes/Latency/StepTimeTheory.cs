namespace AkkaCoded.Codes.Latency;

/// <summary>
/// Expected step times: an order statistic of the workers' times at the load that the scheme puts
/// on each. The time of the coordinator and of the network is not in it.
/// </summary>
public static class StepTimeTheory
{
    /// <summary>Every worker has 1/n of the step, and all must answer.</summary>
    public const string Uncoded = "uncoded";

    /// <summary>Each of n/(s+1) parts is given to s+1 workers; only where s+1 divides n.</summary>
    public const string Replication = "replication";

    /// <summary>
    /// An (n, n-s) MDS code over linear work (a matrix product): each worker has 1/(n-s), any n-s
    /// answers do. Not for gradients of nonlinear models.
    /// </summary>
    public const string Mds = "mds";

    /// <summary>A cyclic gradient code: each worker has (s+1)/n, any n-s answers do.</summary>
    public const string Cyclic = "cyclic";

    /// <summary>
    /// A fractional repetition gradient code that ends at the first decodable set: floor(n/(s+1))
    /// groups, one answer of each is enough.
    /// </summary>
    public const string FractionalRepetition = "fractional-repetition";

    /// <summary>Workers that theory is asked for at most.</summary>
    public const int WorkersMax = 10_000;

    /// <summary>All of them, in the order in which reports list them.</summary>
    public static IReadOnlyList<string> Families { get; } =
        [Uncoded, Replication, Mds, Cyclic, FractionalRepetition];

    /// <summary>Every family with every s that it can tolerate.</summary>
    /// <param name="law">How long workers take.</param>
    /// <param name="workers">n, 1 .. <see cref="WorkersMax"/>.</param>
    /// <exception cref="InvalidInputException">CDL-0049: n is out of range; CDL-0048: the law gives
    /// negative times at one of the loads.</exception>
    public static StepTimeReport Report(LatencyLaw law, int workers)
    {
        Workers(workers);
        var means = new MeanDelays(law.Delay, workers);
        var all = new List<StepTime>();
        foreach (var family in Families)
        {
            var stragglersMax = family == Uncoded ? 0 : workers - 1;
            for (var s = family == Uncoded ? 0 : 1; s <= stragglersMax; s++)
            {
                if (family != Replication || workers % (s + 1) == 0)
                {
                    all.Add(Of(family, law, means, s));
                }
            }
        }

        return new StepTimeReport(law, workers, all);
    }

    /// <summary>One family with one s.</summary>
    /// <param name="family">One of <see cref="Families"/>.</param>
    /// <param name="law">How long workers take.</param>
    /// <param name="workers">n.</param>
    /// <param name="stragglers">s, 0 .. n-1; 0 makes every family the uncoded one.</param>
    /// <exception cref="InvalidInputException">CDL-0049: family, n or s is not allowed.</exception>
    public static StepTime Of(string family, LatencyLaw law, int workers, int stragglers)
    {
        Workers(workers);
        return Of(family, law, new MeanDelays(law.Delay, workers), stragglers);
    }

    private static StepTime Of(string family, LatencyLaw law, MeanDelays means, int stragglers)
    {
        var workers = means.Workers;
        Stragglers(family, workers, stragglers);
        var load = Load(family, workers, stragglers);
        var delay = family is Replication or FractionalRepetition
            ? means.OfRace(stragglers)
            : means.OfOrder(workers - stragglers);
        return new StepTime(family, workers, stragglers, load, law.Seconds(delay, load));
    }

    private static double Load(string family, int workers, int stragglers) => family switch
    {
        Uncoded => 1.0 / workers,
        Mds => 1.0 / (workers - stragglers),
        Cyclic => (stragglers + 1.0) / workers,
        Replication or FractionalRepetition => 1.0 / (workers / (stragglers + 1)),
        _ => throw new InvalidInputException(
            "CDL-0049", "family", family, string.Join(", ", Families),
            "Take one of these names."),
    };

    private static void Workers(int workers)
    {
        if (workers is < 1 or > WorkersMax)
        {
            throw new InvalidInputException(
                "CDL-0049", "workers (-n)", workers, $"1 .. {WorkersMax}",
                "Give the number of workers.");
        }
    }

    private static void Stragglers(string family, int workers, int stragglers)
    {
        var allowed = stragglers >= 0 && stragglers < workers
            && (family != Uncoded || stragglers == 0)
            && (family != Replication || workers % (stragglers + 1) == 0);
        if (!allowed)
        {
            var range = family switch
            {
                Uncoded => "0",
                Replication => $"such that s+1 divides n = {workers}",
                _ => $"0 .. {workers - 1}",
            };
            throw new InvalidInputException(
                "CDL-0049", $"stragglers (-s) of {family}", stragglers, range,
                "Lower s, or take more workers.");
        }
    }

    /// <summary>Mean delays of n workers, each computed once: the load only shifts and scales
    /// them, and many s have the same groups.</summary>
    private sealed class MeanDelays(DelayDistribution delay, int workers)
    {
        private readonly Dictionary<int, double> _orders = [];
        private readonly Dictionary<int, double> _races = [];

        public int Workers { get; } = workers;

        public double OfOrder(int needed) => _orders.TryGetValue(needed, out var mean)
            ? mean
            : _orders[needed] = delay.MeanOfOrder(needed, Workers);

        public double OfRace(int stragglers)
        {
            var groups = RaceGroups.Tolerating(Workers, stragglers);
            return _races.TryGetValue(groups.Groups, out var mean)
                ? mean
                : _races[groups.Groups] = delay.MeanOfRace(groups);
        }
    }
}
