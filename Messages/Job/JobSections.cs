using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Job;

/// <summary>Reads the sections of a job one by one; how their keys fit together is the business of
/// <see cref="JobChecks"/>.</summary>
internal static class JobSections
{
    /// <summary>Most steps ahead that ssp may allow.</summary>
    private const int StalenessMax = 10_000;

    /// <summary>The learning rates of local steps travel in one message.</summary>
    private const int LocalStepsMax = 1024;

    private const int CountMax = 1000;

    private const int SlowStepsMax = 1_000_000;

    private static readonly Dictionary<string, PolicyKind> Policies =
        Enum.GetValues<PolicyKind>().ToDictionary(PolicyRules.Name);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static JobOptions Read(Func<string, ConfigReader> section, CodeOptions code)
    {
        var job = section("coded.job");
        var chaos = section("coded.chaos");
        var options = new JobOptions
        {
            Id = Name(job),
            Spares = job.Int("spares", 0, CodeParameters.WorkersMax),
            Elastic = job.Flag("elastic"),
            WorkersMin = job.OptionalInt("workers-min", 1, CodeParameters.WorkersMax)
                ?? Math.Min(code.Parameters.Stragglers + 1, code.Parameters.Workers),
            Policy = Policy(section("coded.policy")),
            Supervision = Supervision(section("coded.supervision")),
            Chaos = ChaosOptions.Read(chaos),
            Record = Record(section("coded.record")),
        };
        JobChecks.Check(options, code, section);
        return options;
    }

    private static JobId Name(ConfigReader job)
    {
        var name = job.Text("name");
        return JobId.IsValid(name)
            ? new JobId(name)
            : throw job.Error(
                "CDL-0140", "name",
                $"1 to {JobId.LengthMax} of a-z, 0-9 and -, beginning with a letter or digit",
                "Name the job so that it can stand in paths, such as digits-2.");
    }

    private static PolicyOptions Policy(ConfigReader policy) => new()
    {
        Kind = policy.Choice("name", Policies),
        ErrorMax = policy.Double(
            "approximate.error-max", "a number from 0 to below 1", value => value is >= 0 and < 1),
        Deadline = policy.OptionalDuration("approximate.deadline", Millisecond, Day),
        Backups = policy.Int("backup.backups", 0, CodeParameters.WorkersMax - 1),
        Staleness = policy.Int("ssp.staleness", 0, StalenessMax),
        LocalSteps = policy.Int("local-sgd.steps", 1, LocalStepsMax),
    };

    private static SupervisionOptions Supervision(ConfigReader section) => new()
    {
        DeadlineFactor = section.Double(
            "deadline-factor", "a number from 1.5 to 1000", value => value is >= 1.5 and <= 1000),
        DeadlineMin = section.Duration("deadline-min", 10 * Millisecond, Day),
        DeadlineFirst = section.Duration("deadline-first", 10 * Millisecond, Day),
        FailuresMax = section.Int("failures-max", 1, CountMax),
        FailureWindow = section.Duration("failure-window", Second, Day),
        RestartPauseMin = section.Duration(
            "restart-pause-min", Millisecond, TimeSpan.FromHours(1)),
        RestartPauseMax = section.Duration("restart-pause-max", Millisecond, Day),
        RestartsMax = section.Int("restarts-max", 1, CountMax),
        RestartWindow = section.Duration("restart-window", Second, Day),
        SlowFactor = section.Double(
            "slow-factor", "a number from 1.1 to 1000", value => value is >= 1.1 and <= 1000),
        SlowSteps = section.Int("slow-steps", 1, SlowStepsMax),
        SlowStepsRestart = section.Int("slow-steps-restart", 0, SlowStepsMax),
        CoolDown = section.Duration("cool-down", Second, 7 * Day),
    };

    private static RecordOptions Record(ConfigReader section) => new()
    {
        Folder = section.OptionalText("folder") ?? "",
        Html = section.Flag("html"),
    };
}
