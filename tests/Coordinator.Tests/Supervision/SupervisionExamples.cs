using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.Tests.Supervision;

internal static class SupervisionExamples
{
    public static SupervisionOptions Options { get; } = new()
    {
        DeadlineFactor = 10,
        DeadlineMin = TimeSpan.FromSeconds(2),
        DeadlineFirst = TimeSpan.FromSeconds(60),
        FailuresMax = 3,
        FailureWindow = TimeSpan.FromMinutes(1),
        RestartPauseMin = TimeSpan.FromSeconds(0.2),
        RestartPauseMax = TimeSpan.FromSeconds(30),
        RestartsMax = 5,
        RestartWindow = TimeSpan.FromMinutes(5),
        SlowFactor = 3,
        SlowSteps = 4,
        SlowStepsRestart = 7,
        CoolDown = TimeSpan.FromMinutes(1),
    };
}
