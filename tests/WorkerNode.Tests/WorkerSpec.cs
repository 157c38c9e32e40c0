using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Tests;

/// <summary>
/// Base of the specs with actors: every message goes through its bytes, and what must come is
/// waited for so long that only a hang exceeds it.
/// </summary>
public abstract class WorkerSpec : Akka.TestKit.Xunit2.TestKit
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    protected static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    protected WorkerSpec(string config = "")
        : base(ConfigurationFactory.ParseString(config)
            .WithFallback(ConfigurationFactory.ParseString(
                """
                akka.actor.serialize-messages = on
                akka.loglevel = OFF
                akka.stdout-loglevel = OFF
                akka.test.default-timeout = 60s
                akka.test.single-expect-default = 60s
                """))
            .WithFallback(WireSerialization.Config))
    {
    }

    /// <summary>The next answer to a request, leaving out progress.</summary>
    protected static T Next<T>(TestProbe probe) =>
        (T)probe.FishForMessage(message => message is T, Patience);
}
