using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>The conditions on <see cref="SimulationOptions"/>, each with the error that mends it.
/// </summary>
internal static class OptionChecks
{
    private const int GradientLengthMax = 4096;

    public static void Check(SimulationOptions options)
    {
        Whole("CDL-0600", "simulate.workers", options.Workers, CodeParameters.WorkersMax);
        Whole("CDL-0600", "simulate.steps", options.Steps, SimulationOptions.StepsMax);
        Whole("CDL-0600", "simulate.gradient-length", options.GradientLength, GradientLengthMax);
        NotNegative("CDL-0601", "simulate.vector-bytes", options.VectorBytes);
        NotNegative(
            "CDL-0601", "simulate.transfer-seconds-per-byte", options.TransferSecondsPerByte);
        Check(options.ColdStarts);
        Check(options.SlowWorkers);
        Check(options.Failures, options.Supervision is not null);
        Require(
            options.Gradients != SimulatedGradients.Real || options.Training is not null,
            "CDL-0608", "simulate.gradients", "real", "none or synthetic where no job is given",
            "Name the job file whose model is to be trained.");
    }

    private static void Check(ColdStarts? cold)
    {
        if (cold is not null)
        {
            Share("CDL-0602", "simulate.cold-starts.share", cold.Share);
            NotNegative("CDL-0602", "simulate.cold-starts.seconds", cold.Seconds);
        }
    }

    private static void Check(SlowWorkers? slow)
    {
        if (slow is not null)
        {
            Share("CDL-0603", "simulate.slow-workers.share", slow.Share);
            Require(
                slow.Factor >= 1 && double.IsFinite(slow.Factor), "CDL-0603",
                "simulate.slow-workers.factor", slow.Factor, "a finite number, 1 or more",
                "Give how many times longer a slow worker takes.");
        }
    }

    private static void Check(FailureOptions? failures, bool isSupervised)
    {
        if (failures is null)
        {
            return;
        }

        if (failures.Recorded is null)
        {
            Positive("simulate.failures.mean-seconds-to-failure", failures.MeanSecondsToFailure);
            Positive("simulate.failures.mean-seconds-to-repair", failures.MeanSecondsToRepair);
        }

        Require(
            isSupervised || !failures.IsSilent, "CDL-0605", "simulate.failures.silent", true,
            "false while there is no supervision",
            "Without deadlines nobody would ever find out: give coded.supervision, or let deaths "
            + "be told.");
    }

    private static void Whole(string code, string key, int value, int max) => Require(
        value >= 1 && value <= max, code, key, value, $"a whole number from 1 to {max}",
        "Change it to a value in this range.");

    private static void Positive(string key, double value) => Require(
        value > 0 && double.IsFinite(value), "CDL-0604", key, value, "a finite number above 0",
        "Give seconds, or recorded faults instead.");

    private static void NotNegative(string code, string key, double value) => Require(
        value >= 0 && double.IsFinite(value), code, key, value, "a finite number, 0 or more",
        "Change it to a value in this range.");

    private static void Share(string code, string key, double value) => Require(
        value is >= 0 and <= 1, code, key, value, "a number from 0 to 1",
        "Give the chance of a worker to be one of them.");

    private static void Require(
        bool holds, string code, string key, object value, string allowed, string remedy)
    {
        if (!holds)
        {
            throw new InvalidInputException(code, key, value, allowed, remedy);
        }
    }
}
