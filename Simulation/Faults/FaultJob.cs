using Akka.Actor;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Simulation.Faults;

/// <summary>The job of a plan, as the real actors are given it.</summary>
internal static class FaultJob
{
    public static readonly JobId Id = new("faults");

    /// <summary>Times small against the training, so that every one of them matters.</summary>
    public static readonly SupervisionOptions Supervision = new()
    {
        DeadlineFactor = 8,
        DeadlineMin = TimeSpan.FromMilliseconds(300),
        DeadlineFirst = TimeSpan.FromSeconds(2),
        FailuresMax = 3,
        FailureWindow = TimeSpan.FromSeconds(20),
        RestartPauseMin = TimeSpan.FromMilliseconds(50),
        RestartPauseMax = TimeSpan.FromSeconds(1),
        RestartsMax = 5,
        RestartWindow = TimeSpan.FromSeconds(20),
        SlowFactor = 3,
        SlowSteps = 5,
        SlowStepsRestart = 15,
        CoolDown = TimeSpan.FromSeconds(3),
    };

    private static readonly ChaosOptions NoChaos =
        new() { Enabled = false, Seed = 1, Law = null, Faults = [] };

    /// <summary>What a reign is started with.</summary>
    public static JobSpec Spec(FaultPlan plan, FaultReign reign) => new()
    {
        Options = Options(plan),
        Code = TrueTraining.CodeOf(plan),
        SamplesPerStep = plan.Samples,
        Configuration = "coded.job.name = faults",
        OpenModel = reign.OpenModel,
        Exchange = reign.Exchange,
        Observers = [reign],
        Faults = new FaultLedger(NoChaos, plan.AllWorkers),
        Links = reign,
    };

    private static JobOptions Options(FaultPlan plan) => new()
    {
        Id = Id,
        Spares = plan.Spares,
        Elastic = plan.IsElastic,
        WorkersMin = plan.Stragglers + 1,
        Policy = new PolicyOptions
        {
            Kind = plan.Policy,
            ErrorMax = 0,
            Deadline = null,
            Backups = 0,
            Staleness = 0,
            LocalSteps = 1,
        },
        Supervision = Supervision,
        Chaos = NoChaos,
        Record = new RecordOptions { Folder = "", Html = false },
    };
}
