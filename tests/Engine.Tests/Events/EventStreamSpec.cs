using Akka.Actor;
using Akka.Event;

namespace AkkaCoded.Engine.Tests;

public sealed class EventStreamSpec : EngineSpec
{
    [Fact]
    public void EventStream_must_deliver_to_subscribers_of_the_type()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Opened));

        Sys.EventStream.Publish(new Opened(1));
        Sys.EventStream.Publish(new Closed(1));
        Sys.EventStream.Publish(new Opened(2));

        ExpectMsg(new Opened(1));
        ExpectMsg(new Opened(2));
        ExpectNoMsg(Never);
    }

    [Fact]
    public void EventStream_must_deliver_derived_events_to_subscribers_of_the_base()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(IStepEvent));

        Sys.EventStream.Publish(new Opened(1));
        Sys.EventStream.Publish(new Closed(1));
        Sys.EventStream.Publish("something else");

        ExpectMsg(new Opened(1));
        ExpectMsg(new Closed(1));
        ExpectNoMsg(Never);
    }

    [Fact]
    public void EventStream_must_deliver_an_event_once_when_subscribed_twice()
    {
        Assert.True(Sys.EventStream.Subscribe(TestActor, typeof(Opened)));
        Assert.False(Sys.EventStream.Subscribe(TestActor, typeof(Opened)));

        Sys.EventStream.Publish(new Opened(1));

        ExpectMsg(new Opened(1));
        ExpectNoMsg(Never);
    }

    [Fact]
    public void EventStream_must_deliver_no_more_after_Unsubscribe()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Opened));
        Sys.EventStream.Subscribe(TestActor, typeof(Closed));
        Sys.EventStream.Unsubscribe(TestActor, typeof(Opened));

        Sys.EventStream.Publish(new Opened(1));
        Sys.EventStream.Publish(new Closed(1));
        ExpectMsg(new Closed(1));

        Sys.EventStream.Unsubscribe(TestActor);
        Sys.EventStream.Publish(new Closed(2));
        ExpectNoMsg(Never);
    }

    [Fact]
    public void EventStream_must_deliver_to_every_subscriber()
    {
        var probes = Enumerable.Range(0, 5).Select(_ => CreateTestProbe()).ToList();
        probes.ForEach(probe => Sys.EventStream.Subscribe(probe, typeof(Opened)));

        Sys.EventStream.Publish(new Opened(1));

        probes.ForEach(probe => probe.ExpectMsg(new Opened(1)));
    }

    [Fact]
    public void EventStream_must_take_generic_subscriptions()
    {
        Sys.EventStream.Subscribe<Opened>(TestActor);
        Sys.EventStream.Publish(new Opened(1));
        ExpectMsg(new Opened(1));

        Sys.EventStream.Unsubscribe<Opened>(TestActor);
        Sys.EventStream.Publish(new Opened(2));
        ExpectNoMsg(Never);
    }

    private interface IStepEvent;

    private sealed record Opened(int Step) : IStepEvent;

    private sealed record Closed(int Step) : IStepEvent;
}
