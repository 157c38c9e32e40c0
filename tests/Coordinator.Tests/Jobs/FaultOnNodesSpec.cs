using Akka.Actor;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>Faults that are injected while workers are on nodes. Who asks for one is in the job's
/// process, and is told errors as they are: those pass no serializer.</summary>
public sealed class FaultOnNodesSpec() : ScriptedJob("akka.actor.serialize-messages = off")
{
    [Fact]
    public void Fault_must_go_into_later_calls_and_a_wrong_one_nowhere()
    {
        Start(
            "coded { chaos.enabled = on, code { family = uncoded, stragglers = 0 } }", steps: 1);
        JoinAll(3);
        Links.Calls.Clear();

        Inject(Options.Id, "slow worker=3 factor=8");
        ExpectMsg<Status.Success>();
        Clock.RunFor(TimeSpan.FromMilliseconds(600));

        AwaitAssert(() => Assert.Contains(
            "slow worker=3 factor=8", Links.Calls.First().Configuration));
        Inject(Options.Id, "explode worker=3");
        ExpectMsg<Status.Failure>();
        Inject(new JobId("who"), "crash worker=1");
        ExpectMsg<Status.Failure>();
        Assert.Single(Observed.Of("injected"));
    }

    private void Inject(JobId job, string fault) =>
        Manager.Tell(new InjectInto(job, new InjectFault(fault)));
}
