using Akka.Actor;
using Akka.TestKit;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>What a job does about workers on nodes: it calls them, loses them with their node, and
/// lets go of them.</summary>
public sealed class JobOnNodesSpec : ScriptedJob
{
    private const string Uncoded = "coded.code { family = uncoded, stragglers = 0 }\n";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(600);

    [Fact]
    public void Job_must_call_everybody_who_is_not_here_again_and_again()
    {
        Start("coded.job.spares = 1", steps: 1);

        Assert.Equal([0, 1, 2, 3, 4], Called().Select(call => call.Worker.Number));
        Join(1);
        Links.Calls.Clear();
        Clock.RunFor(Look);

        Assert.Equal([0, 2, 3, 4], Called().Select(call => call.Worker.Number).Distinct());
    }

    [Fact]
    public void Call_must_ask_for_a_start_above_every_earlier_one()
    {
        Start(Uncoded, steps: 2);
        JoinAll(4);
        var call = Called().First(one => one.Worker.Number == 2);
        Assert.Equal((0, 0), (call.Incarnation, call.FirstStep));
        Assert.Equal(5, call.JobEpoch);
        Links.Calls.Clear();

        Sys.Stop(Workers[2].Ref);
        AwaitAssert(() => Assert.Single(Observed.Of("lost")));
        Clock.RunFor(Look);

        call = Called().First();
        Assert.Equal((2, 2L), (call.Worker.Number, call.Incarnation));
        // A fault of the step that it died in must not happen to the next one.
        Assert.Equal(1, call.FirstStep);
    }

    [Fact]
    public void Workers_of_a_lost_node_must_be_dropped_at_once_and_no_others()
    {
        Start("", steps: 1);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        var address = Workers[0].Ref.Path.Address;

        Manager.Tell(new NodeLost(new Address("akka.tcp", "other", "h", 1), "w9", "has gone"));
        Manager.Tell(new NodeLost(address, "w1", "is silent"));
        AwaitAssert(() => Assert.Equal(4, Observed.Of("lost").Count()));

        Assert.All(
            Observed.Of("lost"), lost => Assert.EndsWith("node w1 is silent", lost.Text));
        AwaitAssert(() => Assert.Single(Observed.Of("waiting")));
        JoinAll(4);
        // Whoever still talks of the attempt before is not heard.
        Answer(0, requests[0]);
        AnswerAll(0, 1, 2, 3);
        Assert.Equal([ToyModel.StepSum(0, 4)], Model.Sums);
    }

    [Fact]
    public void Worker_that_was_only_cut_off_must_be_taken_back_under_the_same_incarnation()
    {
        Start(Uncoded, steps: 1);
        JoinAll(4);
        for (var number = 0; number < 4; number++)
        {
            Asked(number);
        }

        Manager.Tell(new NodeLost(Workers[0].Ref.Path.Address, "w1", "is silent"));
        AwaitAssert(() => Assert.Equal(4, Observed.Of("lost").Count()));
        for (var number = 0; number < 4; number++)
        {
            JoinOnce(number, incarnation: 1);
            Answer(number, Asked(number));
        }

        Assert.Equal(4, Ended().Restarts);
    }

    [Fact]
    public void Loss_of_a_node_while_its_answer_is_fetched_must_have_another_one_fetched()
    {
        Start("", steps: 1);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        var twin = Enumerable.Range(1, 3).First(
            n => requests[n].RowChunks.SequenceEqual(requests[0].RowChunks));
        var other = Enumerable.Range(1, 3).First(n => n != twin);
        Announce(0, requests[0]);
        Announce(other, requests[other]);
        Told<Upload>(0);
        Told<Upload>(other);

        Manager.Tell(new NodeLost(Workers[0].Ref.Path.Address, "w1", "has gone"));
        AwaitAssert(() => Assert.Equal(4, Observed.Of("lost").Count()));
        Join(twin);
        var again = Asked(twin);
        Join(other);
        var otherAgain = Asked(other);
        Answer(twin, again);
        Answer(other, otherAgain);

        Ended();
        Assert.Equal([ToyModel.StepSum(0, 4)], Model.Sums);
    }

    [Fact]
    public void Everybody_must_be_let_go_when_the_job_is_over_and_that_is_no_loss()
    {
        Start("", steps: 1);
        JoinAll(4);
        AnswerAll(0, 1, 2, 3);

        Assert.Equal([0, 1, 2, 3], Links.Released.Select(order => order.Worker.Number));
        Assert.Equal(5, Links.Released.First().JobEpoch);
        Assert.Empty(Observed.Of("lost"));
    }

    private List<ServePartition> Called()
    {
        AwaitAssert(() => Assert.NotEmpty(Links.Calls));
        return [.. Links.Calls];
    }

    /// <summary>A worker says that it is here, without its node having started it anew.</summary>
    private void JoinOnce(int number, long incarnation)
    {
        var worker = new WorkerId(number);
        Manager.Tell(
            new WorkerJoined(worker, incarnation, WireLimits.ProtocolVersion, "cpu"),
            Workers[number].Ref);
        var open = Told<OpenJob>(number);
        Job.Tell(
            new JobOpened(open.Job, open.JobEpoch, worker, Model.VectorLength),
            Workers[number].Ref);
    }
}
