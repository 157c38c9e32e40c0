using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>
/// The actor behind a TestActor or a probe: passes what it gets to the queue of its test kit,
/// unless it is told to ignore it, after the auto pilot has had a look. It is the parent of the
/// actors that ChildActorOf makes. If it failed it would be restarted with the same queue.
/// </summary>
internal sealed class InternalTestActor(TestQueue queue) : UntypedActor
{
    private TestActor.Ignore _ignore;
    private AutoPilot _autoPilot;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TestActor.SetIgnore setIgnore:
                _ignore = setIgnore.Ignore;
                break;
            case TestActor.SetAutoPilot set:
                _autoPilot = set.AutoPilot;
                break;
            case TestActor.Watch watch:
                Context.Watch(watch.Actor);
                Sender.Tell(TestActor.Done.Instance);
                break;
            case TestActor.Unwatch unwatch:
                Context.Unwatch(unwatch.Actor);
                Sender.Tell(TestActor.Done.Instance);
                break;
            case TestActor.Spawn spawn:
                Sender.Tell(spawn.Apply(Context));
                break;
            default:
                Pass(message);
                break;
        }
    }

    protected override void PostStop()
    {
        // Nobody will look at the queue any more; messages still to come become dead letters.
        _autoPilot = null;
    }

    private void Pass(object message)
    {
        if (_autoPilot is not null)
        {
            var next = _autoPilot.Run(Sender, message);
            _autoPilot = next is KeepRunning ? _autoPilot : next;
        }

        if (_ignore is null || !_ignore(message))
        {
            queue.Add(new RealMessageEnvelope(message, Sender));
        }
    }
}
