using AkkaCoded.Coordinator.LocalNodes;
using AkkaCoded.Coordinator.Tests.DataPlane;

namespace AkkaCoded.Coordinator.Tests.LocalNodes;

public sealed class NodeProcessesSpec
{
    private const int Killed = 137;

    private readonly FakeNodes _fake = new();
    private readonly ManualTime _time = new();

    [Fact]
    public void Nodes_must_be_started_with_a_name_and_port_each()
    {
        Start(3);

        Assert.Equal(["local-0", "local-1", "local-2"], _fake.All.Select(one => one.Name));
        Assert.Equal(
            ("node-started", "node local-2 started, process 102"), _fake.Events[^1]);
    }

    [Fact]
    public void A_dead_node_must_come_back_under_its_name_and_port_after_a_growing_pause()
    {
        var nodes = Start(2);
        var port = _fake["local-1"].Port;

        foreach (var seconds in (double[])[0.2, 0.4, 0.8])
        {
            var count = _fake.All.Count;
            _fake["local-1"].End(Killed);
            Assert.Equal(LocalNodeState.Pausing, nodes.Views()[1].State);
            _time.Advance(TimeSpan.FromSeconds(seconds - 0.01));
            Assert.Equal(count, _fake.All.Count);
            _time.Advance(TimeSpan.FromSeconds(0.01));
            Assert.Equal(count + 1, _fake.All.Count);
        }

        Assert.Equal(port, _fake["local-1"].Port);
        Assert.Equal(
            new LocalNodeView("local-1", _fake["local-1"].Id, LocalNodeState.Running),
            nodes.Views()[1]);
        Assert.Contains(
            ("node-lost", "node local-1 was ended by SIGKILL; it is started again in 0.4 s"),
            _fake.Events);
        Assert.Contains(("node-started", "node local-1 started again, process 104"), _fake.Events);
    }

    [Fact]
    public void A_node_that_dies_too_often_must_be_quarantined_and_come_back_after_the_cool_down()
    {
        var nodes = Start(2);
        for (var death = 0; death < FakeNodes.Supervision.RestartsMax; death++)
        {
            _fake["local-0"].End(1);
            _time.Advance(FakeNodes.Supervision.RestartPauseMax);
        }

        _fake["local-0"].End(1);

        Assert.Equal(LocalNodeState.Quarantined, nodes.Views()[0].State);
        Assert.Equal(
            ("node-quarantined",
                "node local-0 ended with exit code 1, too often; it is started again after 300 s"),
            _fake.Events[^1]);
        Assert.False(nodes.Hopeless.IsCompleted);
        _time.Advance(FakeNodes.Supervision.CoolDown);
        Assert.Equal(LocalNodeState.Running, nodes.Views()[0].State);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nodes_must_be_given_up_when_another_start_would_end_likewise(int code)
    {
        var nodes = Start(2);

        _fake["local-1"].End(code, "akkacoded: libtorch is missing");
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new NodeExit(code), (await nodes.Hopeless).Exit);
        Assert.Equal(2, _fake.All.Count);
        Assert.Contains("  | akkacoded: libtorch is missing", _fake.Shown);
    }

    [Fact]
    public void Nodes_must_be_given_up_when_all_are_quarantined()
    {
        _fake.Refusal = "no memory";
        var nodes = Start(2);

        for (var death = 0; death < FakeNodes.Supervision.RestartsMax; death++)
        {
            Assert.False(nodes.Hopeless.IsCompleted);
            _time.Advance(FakeNodes.Supervision.RestartPauseMin * (1 << death));
        }

        Assert.True(nodes.Hopeless.IsCompletedSuccessfully);
        Assert.Contains(
            ("node-lost", "node local-0 could not be started; it is started again in 0.2 s"),
            _fake.Events);
    }

    [Fact]
    public void Deaths_of_one_cause_must_be_shown_once_and_counted()
    {
        Start(4);

        _fake["local-2"].End(134, "starting local-2", "akkacoded: local-2 has no room");
        _fake["local-0"].End(134, "akkacoded: local-0 has no room");
        _fake["local-1"].End(134, "akkacoded: local-1 has no room");
        _fake["local-3"].End(134, "akkacoded: something else");
        string[] first =
        [
            "node local-2 (process 102) was ended by SIGABRT; the last it wrote:",
            "  | starting local-2", "  | akkacoded: local-2 has no room",
            "node local-3 (process 103) was ended by SIGABRT; the last it wrote:",
            "  | akkacoded: something else",
        ];
        Assert.Equal(first, _fake.Shown);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([.. first, "and 2 others ended like local-2"], _fake.Shown);
        _fake["local-2"].End(134, "akkacoded: local-2 has no room");
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("and 1 other ended like local-2", _fake.Shown[^1]);
    }

    [Fact]
    public async Task Stop_must_ask_all_then_kill_those_that_stay_and_start_none_again()
    {
        var nodes = Start(3);
        _fake["local-2"].End(Killed);

        var stopping = nodes.StopAsync();
        Assert.True(_fake["local-0"].IsAsked && _fake["local-1"].IsAsked);
        _fake["local-0"].End(0);
        Assert.False(stopping.IsCompleted);
        _time.Advance(NodeProcesses.Patience);
        Assert.True(_fake["local-1"].IsKilled);
        Assert.False(_fake["local-0"].IsKilled);
        _fake["local-1"].End(Killed);
        await stopping;
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(3, _fake.All.Count);
        Assert.All(nodes.Views(), node => Assert.Equal(LocalNodeState.Ended, node.State));
        Assert.Single(_fake.Events, one => one.Kind == "node-lost");
    }

    private NodeProcesses Start(int count) => new(
        Enumerable.Range(0, count).Select(i => new NodeStart($"local-{i}", 5000 + i)),
        FakeNodes.Supervision, _fake, _fake, _time);
}
