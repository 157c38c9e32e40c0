using System.Globalization;

namespace AkkaCoded.Codes;

/// <summary>The conditions that hold for every family, each with the error that mends it.</summary>
internal static class ParameterChecks
{
    public static void Workers(CodeParameters parameters)
    {
        if (parameters.Workers is < 1 or > CodeParameters.WorkersMax)
        {
            throw new InvalidInputException(
                "CDL-0001", "code.workers", parameters.Workers,
                $"a whole number from 1 to {CodeParameters.WorkersMax}",
                "Give the number of workers that take part in a step.");
        }
    }

    public static void Stragglers(CodeParameters parameters)
    {
        if (parameters.Stragglers < 0 || parameters.Stragglers >= parameters.Workers)
        {
            throw new InvalidInputException(
                "CDL-0002", "code.stragglers", parameters.Stragglers,
                $"a whole number from 0 to {parameters.Workers - 1} "
                    + $"(below code.workers = {parameters.Workers})",
                "Give the number of answers that may be missing; at least one has to come.");
        }
    }

    public static void StragglersAtMost(CodeParameters parameters, int most, string family)
    {
        if (parameters.Stragglers > most)
        {
            throw new InvalidInputException(
                "CDL-0002", "code.stragglers", parameters.Stragglers,
                $"a whole number from 0 to {most} for {family}",
                "Take fractional-repetition, which has no such limit.");
        }
    }

    public static void Chunks(CodeParameters parameters)
    {
        if (parameters.Chunks is < 1 or > CodeParameters.ChunksMax)
        {
            throw BadChunks(parameters, $"a whole number from 1 to {CodeParameters.ChunksMax}");
        }
    }

    public static void ChunksAtLeast(CodeParameters parameters, int least, string because)
    {
        if (parameters.ChunksOrDefault < least)
        {
            throw BadChunks(parameters, $"at least {least}, {because}");
        }
    }

    public static void OneChunkPerWorker(CodeParameters parameters, string family)
    {
        if (parameters.ChunksOrDefault != parameters.Workers)
        {
            throw BadChunks(parameters, $"{parameters.Workers} (code.workers) for {family}");
        }
    }

    public static void Speeds(CodeParameters parameters)
    {
        if (parameters.Speeds is not { } speeds)
        {
            return;
        }

        if (speeds.Count != parameters.Workers)
        {
            throw new InvalidInputException(
                "CDL-0004", "code.speeds", $"{speeds.Count} values",
                $"one value per worker, {parameters.Workers} in all",
                "Give the measured speed of every worker, or leave the key out.");
        }

        for (var worker = 0; worker < speeds.Count; worker++)
        {
            if (!double.IsFinite(speeds[worker]) || speeds[worker] <= 0)
            {
                throw new InvalidInputException(
                    "CDL-0004", $"code.speeds[{worker}]", speeds[worker],
                    "a positive finite number",
                    "A worker that does not work has no place among the workers of a code.");
            }
        }
    }

    public static void Degree(CodeParameters parameters)
    {
        if (parameters.Degree is { } degree && (degree < 1 || degree > parameters.Workers))
        {
            throw new InvalidInputException(
                "CDL-0005", "code.degree", degree,
                $"a whole number from 1 to {parameters.Workers} (code.workers)",
                "Give the number of workers that hold each chunk; s + 1 is the default.");
        }
    }

    public static void Probability(CodeParameters parameters)
    {
        if (parameters.StragglerProbability is { } value && !(value >= 0 && value < 1))
        {
            throw new InvalidInputException(
                "CDL-0006", "code.straggler-probability", value, "a number from 0 to below 1",
                "Give the share of answers that are late; s / n is the default.");
        }
    }

    public static void Sample(CodeReportOptions options)
    {
        if (options.PatternSample is < 1 or > CodeReportOptions.PatternSampleMax)
        {
            throw new InvalidInputException(
                "CDL-0011", "--sample", options.PatternSample,
                $"a whole number from 1 to {CodeReportOptions.PatternSampleMax}",
                "Give how many patterns of losses to draw.");
        }
    }

    private static InvalidInputException BadChunks(CodeParameters parameters, string allowed) =>
        new(
            "CDL-0003", "code.chunks",
            parameters.ChunksOrDefault.ToString(CultureInfo.InvariantCulture), allowed,
            "Leave the key out to get the family's default.");
}
