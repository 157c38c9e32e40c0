using AkkaCoded.Training.Optimizers;

namespace AkkaCoded.Training.Tests;

public sealed class LearningRateScheduleSpec
{
    [Fact]
    public void Schedule_must_stay_constant_by_default()
    {
        var schedule = Make("learning-rate = 0.3");
        Assert.All(Enumerable.Range(0, 100), step => Assert.Equal(0.3, schedule[step], 12));
    }

    [Fact]
    public void Schedule_must_rise_linearly_while_warming_up()
    {
        var schedule = Make("learning-rate = 0.4, schedule.warm-up-steps = 4");
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.4], Read(schedule, 5));
    }

    [Fact]
    public void Schedule_must_scale_with_the_samples_and_warm_up_from_the_base_rate()
    {
        var schedule = Make(
            "learning-rate = 0.1, schedule { reference-samples = 64, warm-up-steps = 3 }",
            samples: 256);
        Assert.Equal([0.2, 0.3, 0.4, 0.4], Read(schedule, 4));
    }

    [Fact]
    public void Schedule_must_follow_a_cosine_to_the_final_share()
    {
        var schedule = Make(
            "learning-rate = 1.0, schedule { name = cosine, final-share = 0.2 }");
        Assert.Equal(1.0, schedule[0], 12);
        Assert.Equal(0.6, schedule[50], 12);
        Assert.Equal(0.2, schedule[100], 12);
        Assert.Equal(0.2, schedule[1000], 12);
    }

    [Fact]
    public void Schedule_must_step_down_at_each_milestone()
    {
        var schedule = Make(
            "learning-rate = 1.0, schedule { name = step, milestones = [2, 4], factor = 0.1 }");
        Assert.Equal([1.0, 1.0, 0.1, 0.1, 0.01, 0.01], Read(schedule, 6));
    }

    private static IEnumerable<double> Read(LearningRateSchedule schedule, int steps) =>
        Enumerable.Range(0, steps).Select(step => Math.Round(schedule[step], 12));

    private static LearningRateSchedule Make(string hocon, int samples = 256) =>
        new(Jobs.Parse($"coded.optimizer {{ {hocon} }}").Optimizer.Schedule, samples, 100);
}
