using Akka.Actor;
using Akka.Event;

namespace AkkaCoded.Engine.Tests;

public sealed class DeadLetterSpec : EngineSpec
{
    [Fact]
    public void Message_to_a_stopped_actor_must_become_a_dead_letter()
    {
        var actor = StartAndStop();
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var sender = CreateTestProbe();

        actor.Tell("late", sender.Ref);

        var letter = ExpectMsg<DeadLetter>();
        Assert.Equal("late", letter.Message);
        Assert.Equal(sender.Ref, letter.Sender);
        Assert.Equal(actor.Path, letter.Recipient.Path);
    }

    [Fact]
    public void Message_told_to_DeadLetters_must_be_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        Sys.DeadLetters.Tell("lost", TestActor);

        var letter = ExpectMsg<DeadLetter>();
        Assert.Equal("lost", letter.Message);
        Assert.Equal(TestActor, letter.Sender);
    }

    [Fact]
    public void Suppressed_dead_letter_must_not_be_published_as_dead_letter()
    {
        var actor = StartAndStop();
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var probe = CreateTestProbe();
        Sys.EventStream.Subscribe(probe, typeof(SuppressedDeadLetter));

        actor.Tell(new Unimportant(), ActorRefs.NoSender);

        Assert.IsType<Unimportant>(probe.ExpectMsg<SuppressedDeadLetter>().Message);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Dead_letters_of_both_kinds_must_be_found_under_their_common_type()
    {
        var actor = StartAndStop();
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));

        actor.Tell(new Unimportant(), ActorRefs.NoSender);
        actor.Tell("important", ActorRefs.NoSender);

        Assert.IsType<Unimportant>(ExpectMsg<SuppressedDeadLetter>().Message);
        Assert.Equal("important", ExpectMsg<DeadLetter>().Message);
    }

    private IActorRef StartAndStop()
    {
        var actor = Start((_, _) => { });
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        return actor;
    }

    private sealed record Unimportant : IDeadLetterSuppression;
}
