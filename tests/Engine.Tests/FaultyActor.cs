using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

/// <summary>Asks a <see cref="FaultyActor"/> to throw the given exception.</summary>
internal sealed record Fail(Exception Cause);

/// <summary>One lifecycle event of a <see cref="FaultyActor"/>.</summary>
internal sealed record Hook(
    string Name, int Incarnation, Exception? Cause = null, object? On = null);

/// <summary>
/// Reports its lifecycle to a listener, throws on <see cref="Fail"/>, answers "count" with the
/// number of messages this incarnation has handled, and echoes anything else to the sender.
/// </summary>
internal sealed class FaultyActor : ReceiveActor
{
    private readonly IActorRef _listener;
    private readonly int _incarnation;
    private int _handled;

    public FaultyActor(IActorRef listener, Counter incarnations)
    {
        _listener = listener;
        _incarnation = incarnations.Next();
        Report("constructor");
        Receive<Fail>(fail => throw fail.Cause);
        Receive<string>(text => text == "count", _ => Sender.Tell(_handled));
        ReceiveAny(message =>
        {
            _handled++;
            Sender.Tell(message);
        });
    }

    public static Props Of(IActorRef listener)
    {
        var incarnations = new Counter();
        return Props.Create(() => new FaultyActor(listener, incarnations));
    }

    protected override void PreStart() => Report("PreStart");

    protected override void PostStop() => Report("PostStop");

    protected override void PreRestart(Exception reason, object message)
    {
        _listener.Tell(new Hook("PreRestart", _incarnation, reason, message));
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        _listener.Tell(new Hook("PostRestart", _incarnation, reason));
        base.PostRestart(reason);
    }

    private void Report(string hook) => _listener.Tell(new Hook(hook, _incarnation));

    /// <summary>Counts the instances made from one Props.</summary>
    internal sealed class Counter
    {
        private int _value;

        public int Next() => Interlocked.Increment(ref _value);
    }
}
