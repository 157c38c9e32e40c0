using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Coordinator.Tests.Record;

public sealed class RunNewsSpec
{
    [Fact]
    public void Events_around_a_job_must_carry_the_step_under_way()
    {
        var list = new EventList();
        var step = new FakeRun(seed: 1, steps: 1).Steps.Single() with { Step = 40 };
        var news = new RunNews([list], 40);

        news.Tell("node-started", "node local-0 started");
        news.OnStep(step);
        news.Tell("node-lost", "node local-0 ended");
        news.OnEvent(new JobEvent("lost", 41, null, "as it is"));

        Assert.Equal([40, 41, 41], list.Events.Select(one => one.Step));
        Assert.Equal("as it is", list.Events[2].Text);
    }
}
