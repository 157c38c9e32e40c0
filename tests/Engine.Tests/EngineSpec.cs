using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;

namespace AkkaCoded.Engine.Tests;

/// <summary>
/// Base of the conformance specs. Logging is off unless a spec asks for it, because most specs
/// make actors fail on purpose and the expected errors would bury a real one. What must come is
/// waited for so long that only a hang exceeds it: a busy machine is no defect of the engine.
/// </summary>
public abstract class EngineSpec : TestKit
{
    protected static readonly TimeSpan Never = TimeSpan.FromMilliseconds(50);

    private static readonly Config Quiet = ConfigurationFactory.ParseString(
        """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.test.default-timeout = 60s
        akka.test.single-expect-default = 60s
        """);

    protected EngineSpec(string config = "")
        : base(ConfigurationFactory.ParseString(config).WithFallback(Quiet))
    {
    }

    /// <summary>Starts an actor whose behaviour is one function.</summary>
    protected IActorRef Start(Action<object, IUntypedActorContext> behaviour, string? name = null)
    {
        return Sys.ActorOf(FunctionActor.Of(behaviour), name);
    }

    /// <summary>Waits until an actor has handled everything told to it before this call.</summary>
    protected void Fence(IActorRef actor)
    {
        var id = Guid.NewGuid();
        var probe = CreateTestProbe();
        actor.Tell(new Identify(id), probe.Ref);
        probe.ExpectMsg<ActorIdentity>(answer => id.Equals(answer.MessageId));
    }
}
