using AkkaCoded.Training.Optimizers;

namespace AkkaCoded.Training.Configuration;

/// <summary>Reads <c>coded.optimizer</c>.</summary>
internal static class OptimizerSection
{
    public static OptimizerOptions Read(Section optimizer) => new OptimizerOptions
    {
        Name = optimizer.Text("name"),
        Momentum = optimizer.Real("momentum"),
        WeightDecay = optimizer.Real("weight-decay"),
        Beta1 = optimizer.Real("beta1"),
        Beta2 = optimizer.Real("beta2"),
        Epsilon = optimizer.Real("epsilon"),
        ClipNorm = optimizer.Real("clip-norm"),
        Schedule = ReadSchedule(optimizer, optimizer.Below("schedule")),
    }.Validate();

    private static ScheduleOptions ReadSchedule(Section optimizer, Section schedule) => new()
    {
        Name = schedule.Text("name"),
        LearningRate = optimizer.Real("learning-rate"),
        ReferenceSamples = schedule.Int("reference-samples"),
        WarmUpSteps = schedule.Long("warm-up-steps"),
        FinalShare = schedule.Real("final-share"),
        Milestones = schedule.Longs("milestones"),
        Factor = schedule.Real("factor"),
    };
}
