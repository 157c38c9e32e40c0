using System.Globalization;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>validate</c> for people.</summary>
internal static class ValidateText
{
    public static void Write(ValidateReport report, TextWriter output)
    {
        foreach (var (head, text) in Job(report).Concat(Code(report)).Concat(Costs(report))
            .Concat(Times(report)))
        {
            output.WriteLine($"{head,-15}{text}");
        }
    }

    private static IEnumerable<(string, string)> Job(ValidateReport report)
    {
        yield return ("configuration", "every key and value is valid");
        yield return ("data", $"{report.TrainingSamples} training and {report.TestSamples} test "
            + $"samples, {report.Classes} classes");
        yield return ("training", $"{report.Model}, {report.Parameters} weights, "
            + $"{report.Steps} steps");
    }

    private static IEnumerable<(string, string)> Code(ValidateReport report)
    {
        var code = report.Code;
        var spares = report.Spares == 0 ? "" : $" and {report.Spares} spares";
        yield return ("code", $"{code.Family}, {code.Workers} workers{spares}, "
            + $"tolerance {code.Tolerance}");
        if (report.IsPlanned)
        {
            yield return ("", "code.family = auto: plans other codes from the delays it sees; "
                + "figures are of this one");
        }

        yield return ("load", $"{code.Load} of {code.Chunks} chunks per worker "
            + $"({code.LoadShare:0.0%}), at most {report.SamplesPerWorkerStep} samples a step");
        yield return ("losses", $"{code.DecodableShare:0.0##%} of the patterns of "
            + $"{code.Stragglers} missing answers decode within amplification "
            + $"{code.MaxAmplification:0.##}");
        if (code.SaferFamily is not null)
        {
            yield return ("", $"{code.SaferFamily} decodes them all: "
                + $"--set code.family={code.SaferFamily}");
        }
    }

    private static IEnumerable<(string, string)> Costs(ValidateReport report)
    {
        yield return ("policy", $"{report.Policy}: {report.AnswersNeeded} of "
            + $"{report.Code.Workers} answers are always enough");
        yield return ("late answers", report.LateAnswers);
        yield return ("memory", $"{Bytes(report.MemoryBytesPerWorker)} per worker, besides "
            + "activations and libraries");
        yield return ("transfer", $"{Bytes(report.ParameterBytesPerStep)} of weights and "
            + $"{Bytes(report.AnswerBytesPerStep)} of answers a step");
        yield return ("decoding", $"about {report.DecodeMilliseconds:0.###} ms a step: "
            + $"{report.AnswersCombined} answers of {report.VectorLength} values");
    }

    private static IEnumerable<(string, string)> Times(ValidateReport report)
    {
        if (report.Faults > 0)
        {
            yield return ("faults", $"{report.Faults} will be injected");
        }

        if (report.StepTime is not { } time)
        {
            yield return ("step time", "not known before training: no delay is injected");
            yield break;
        }

        var mean = time.PolicySeconds is { } seconds
            ? Milliseconds(seconds)
            : "none: a drawn step does not end with this policy";
        yield return ("step time", $"{mean} of injected delay, mean of {time.DrawnSteps} drawn "
            + "steps; computing comes on top");
        yield return ("", $"{Milliseconds(time.WaitForAllSeconds)} waiting for all on the same "
            + $"delays, {Milliseconds(time.UncodedSeconds)} uncoded");
    }

    private static string Milliseconds(double seconds) => $"{seconds * 1e3:0.###} ms";

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1 << 30 => Text(bytes / (double)(1 << 30), "GiB"),
        >= 1 << 20 => Text(bytes / (double)(1 << 20), "MiB"),
        >= 1 << 10 => Text(bytes / (double)(1 << 10), "KiB"),
        _ => Text(bytes, "bytes"),
    };

    private static string Text(double value, string unit) =>
        value.ToString("0.#", CultureInfo.InvariantCulture) + " " + unit;
}
