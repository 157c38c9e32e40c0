namespace AkkaCoded.Codes.Baselines;

/// <summary>The conditions on the parameters of schemes, each with the error that mends it.
/// </summary>
internal static class SchemeChecks
{
    public static void Workers(int workers) => ParameterChecks.Workers(new(workers, 0));

    public static void Backups(int workers, int backups)
    {
        if (backups < 0 || backups >= workers)
        {
            throw new InvalidInputException(
                "CDL-0067", "backup.workers", backups, $"a whole number from 0 to {workers - 1}",
                "Give how many of the workers are spare; the others share the step.");
        }
    }

    public static void Fastest(string key, int workers, int fastest)
    {
        if (fastest < 1 || fastest > workers)
        {
            throw new InvalidInputException(
                "CDL-0068", key, fastest, $"a whole number from 1 to {workers} (workers)",
                "Give how many answers a step waits for.");
        }
    }

    public static void Mu(string scheme, double mu)
    {
        if (!(mu >= 0) || !double.IsFinite(mu))
        {
            throw new InvalidInputException(
                "CDL-0064", $"{scheme}.mu", mu, "a finite number, 0 or more",
                "A worker is late after (1 + mu) times the fastest; the papers take 1.");
        }
    }

    public static void Granules(int workers, int granules)
    {
        if (granules < workers || granules > CodeParameters.ChunksMax)
        {
            throw new InvalidInputException(
                "CDL-0069", "load-balanced.granules", granules,
                $"a whole number from {workers} (workers) to {CodeParameters.ChunksMax}",
                "Give into how many equal parts the step can be cut: its samples, or chunks.");
        }
    }

    public static void Weight(double weight)
    {
        if (!(weight is > 0 and <= 1))
        {
            throw new InvalidInputException(
                "CDL-0070", "load-balanced.weight", weight, "above 0, at most 1",
                "1 predicts the speed of the last step; smaller values average over more steps.");
        }
    }

    public static void Quantile(double quantile)
    {
        if (!(quantile is > 0 and < 1))
        {
            throw new InvalidInputException(
                "CDL-0071", "speculative.quantile", quantile, "a number above 0 and below 1",
                "Give the share of tasks that must be done before any is copied, such as 0.75.");
        }
    }

    public static void Multiplier(double multiplier)
    {
        if (!(multiplier >= 1) || !double.IsFinite(multiplier))
        {
            throw new InvalidInputException(
                "CDL-0072", "speculative.multiplier", multiplier, "a finite number, 1 or more",
                "A task is slow after so many times the median of those done, such as 1.5.");
        }
    }

    public static void Dsag(double margin, int rebalanceEvery)
    {
        if (!(margin >= 0) || !double.IsFinite(margin))
        {
            throw new InvalidInputException(
                "CDL-0073", "dsag.margin", margin, "a finite number, 0 or more",
                "Give how much longer than for its answers a step waits, as a share.");
        }

        if (rebalanceEvery < 0)
        {
            throw new InvalidInputException(
                "CDL-0073", "dsag.rebalance-every", rebalanceEvery, "a whole number, 0 or more",
                "Give after how many steps loads are balanced anew; 0 never does.");
        }
    }

    public static void EveryChunkIsHeld(GradientCode code)
    {
        var held = new bool[code.Chunks];
        for (var worker = 0; worker < code.Workers; worker++)
        {
            foreach (var chunk in code.Row(worker).Chunks)
            {
                held[chunk] = true;
            }
        }

        if (Array.IndexOf(held, false) is var chunkMissing and >= 0)
        {
            throw new InvalidInputException(
                "CDL-0074", "partial-stragglers.code", code.Family,
                $"a code that gives every chunk to a worker (chunk {chunkMissing} has none)",
                "Take fractional-repetition or cyclic-mds.");
        }
    }

    public static void CanDecode(GradientCode code)
    {
        if (code.IsExact)
        {
            return;
        }

        var all = new DecodableSet(code);
        for (var worker = 0; worker < code.Workers; worker++)
        {
            all.Add(worker);
        }

        if (!all.IsDecodable)
        {
            throw new InvalidInputException(
                "CDL-0075", "race.code", code.Family, "a code whose answers decode, all together",
                "Take an exact family, such as fractional-repetition.");
        }
    }
}
