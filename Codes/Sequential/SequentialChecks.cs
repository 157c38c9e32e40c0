namespace AkkaCoded.Codes.Sequential;

/// <summary>The conditions on (B, W, lambda), each with the error that mends it.</summary>
internal static class SequentialChecks
{
    /// <summary>Above it no W, which is larger, leaves W + B - 1 rounds to look back over.
    /// </summary>
    private const int BurstMax = SequentialParameters.WindowMax / 2;

    public static void Bursty(SequentialParameters parameters, string scheme)
    {
        ParameterChecks.Workers(new(parameters.Workers, 0));
        if (parameters.Burst is < 1 or > BurstMax)
        {
            throw new InvalidInputException(
                "CDL-0061", $"{scheme}.burst", parameters.Burst,
                $"B: a whole number from 1 to {BurstMax}",
                "Give in how many rounds one after the other a worker may straggle.");
        }

        if (parameters.Window <= parameters.Burst
            || (long)parameters.Window + parameters.Burst - 1 > SequentialParameters.WindowMax)
        {
            throw BadWindow(parameters, scheme,
                $"W: a whole number from {parameters.Burst + 1L} (B + 1) to "
                    + $"{SequentialParameters.WindowMax + 1L - parameters.Burst} "
                    + $"({SequentialParameters.WindowMax + 1} - B)");
        }

        if (parameters.Stragglers < 0 || parameters.Stragglers > parameters.Workers)
        {
            throw new InvalidInputException(
                "CDL-0063", $"{scheme}.stragglers", parameters.Stragglers,
                $"lambda: a whole number from 0 to {parameters.Workers} (workers)",
                "Give how many different workers may straggle within W rounds.");
        }
    }

    public static void WindowOfBursts(SequentialParameters parameters, string scheme)
    {
        if ((parameters.Window - 1) % parameters.Burst != 0)
        {
            throw BadWindow(
                parameters, scheme, $"W = x B + 1 with x from 1 and B = {parameters.Burst}");
        }
    }

    public static void Jobs(int jobs)
    {
        if (jobs < 1)
        {
            throw new InvalidInputException(
                "CDL-0065", "sequential.jobs", jobs, "a whole number from 1",
                "Give how many gradients the run computes.");
        }
    }

    private static InvalidInputException BadWindow(
        SequentialParameters parameters, string scheme, string allowed) =>
        new("CDL-0062", $"{scheme}.window", parameters.Window, allowed,
            "Change W or B: W rounds are looked at together, a burst lasts at most B of them.");
}
