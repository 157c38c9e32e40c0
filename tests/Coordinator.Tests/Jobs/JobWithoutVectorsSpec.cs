using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>As simulations run a job: nothing is computed, sent or decoded.</summary>
public sealed class JobWithoutVectorsSpec()
    : ScriptedJob("akka.actor.serialize-messages = off")
{
    [Fact]
    public void Job_without_vectors_must_count_steps_all_the_same()
    {
        Start("coded.code { family = uncoded, stragglers = 0 }", steps: 3, vectorLength: 0);
        JoinAll(4);
        for (var step = 0; step < 3; step++)
        {
            for (var number = 0; number < 4; number++)
            {
                Job.Tell(
                    new Ready(Asked(number).Key, 0, 1, default, default), Workers[number].Ref);
            }
        }

        Assert.Equal(3, Ended().Steps);
    }
}
