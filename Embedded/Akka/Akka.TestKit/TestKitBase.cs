using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Configs;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// An actor system of its own for every test, with a test actor whose messages the test can
/// expect. While a test runs its test actor is the sender of what the test tells, also after an
/// await, unless the class says <see cref="INoImplicitSender"/>.
/// The other files of this class hold the expectations; each of them has one implementation that
/// either blocks or awaits (see <see cref="TestQueue"/>).
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int _testActorCount;

    private readonly ITestKitAssertions _assertions;
    private readonly TestQueue _queue = new();
    private MessageEnvelope _lastMessage = NullMessageEnvelope.Instance;
    private ActorCell _testActorCell;

    protected TestKitBase(
        ITestKitAssertions assertions, ActorSystem system = null, string testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty, null, testActorName)
    {
    }

    protected TestKitBase(
        ITestKitAssertions assertions,
        ActorSystemSetup setup,
        string actorSystemName = null,
        string testActorName = null)
        : this(assertions, null, setup, actorSystemName, testActorName)
    {
    }

    protected TestKitBase(
        ITestKitAssertions assertions,
        Config config,
        string actorSystemName = null,
        string testActorName = null)
        : this(assertions, null, SetupOf(config), actorSystemName, testActorName)
    {
    }

    protected TestKitBase(
        ITestKitAssertions assertions,
        ActorSystem system,
        ActorSystemSetup config,
        string actorSystemName,
        string testActorName)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        _assertions = assertions;
        InitializeTest(system, config, actorSystemName, testActorName);
    }

    public static Config DefaultConfig => TestConfigs.DefaultConfig;

    public static Config FullDebugConfig { get; } = ConfigurationFactory.ParseString(
        """
        akka.loglevel = DEBUG
        akka.stdout-loglevel = DEBUG
        akka.log-dead-letters = on
        akka.log-dead-letters-during-shutdown = on
        akka.actor.debug {
          receive = on
          autoreceive = on
          lifecycle = on
          event-stream = on
          unhandled = on
          fsm = on
          router-misconfiguration = on
        }
        """);

    public static TimeSpan Now => TimeSpan.FromTicks(DateTime.UtcNow.Ticks);

    public ActorSystem Sys { get; private set; }

    public TestKitSettings TestKitSettings { get; private set; }

    public IActorRef TestActor { get; private set; }

    public ILoggingAdapter Log { get; private set; }

    public EventFilterFactory EventFilter { get; private set; }

    public object LastMessage => _lastMessage.Message;

    public IActorRef LastSender => _lastMessage.Sender;

    public bool HasMessages => _queue.HasMessages;

    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);

    public void SetAutoPilot(AutoPilot pilot) =>
        TestActor.Tell(new TestActor.SetAutoPilot(pilot));

    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        TestActor.Tell(new TestActor.SetIgnore(message => shouldIgnoreMessage(message)));

    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        IgnoreMessages(message => message is TMsg typed && shouldIgnoreMessage(typed));

    public void IgnoreMessages<TMsg>() => IgnoreMessages(message => message is TMsg);

    public void IgnoreNoMessages() => TestActor.Tell(new TestActor.SetIgnore(null));

    /// <summary>Returns when the test actor is watching.</summary>
    public IActorRef Watch(IActorRef actorToWatch) => WatchAsync(actorToWatch).Blocking();

    public Task<IActorRef> WatchAsync(IActorRef actorToWatch) =>
        TellSelf(new TestActor.Watch(actorToWatch), actorToWatch);

    public IActorRef Unwatch(IActorRef actorToUnwatch) => UnwatchAsync(actorToUnwatch).Blocking();

    public Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch) =>
        TellSelf(new TestActor.Unwatch(actorToUnwatch), actorToUnwatch);

    public IActorRef CreateTestActor(string name) => CreateTestActor(Sys, name);

    public virtual TestProbe CreateTestProbe(string name = null) => CreateTestProbe(Sys, name);

    public virtual TestProbe CreateTestProbe(ActorSystem system, string name = null) =>
        new(system, _assertions, name);

    public virtual TestLatch CreateTestLatch(int count = 1) =>
        new(Dilated, TestLatch.DefaultTimeout, count);

    public TestBarrier CreateTestBarrier(int count) => new(this, count);

    /// <summary>Ends the actor system; after the duration only a warning says that it did not.
    /// </summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(Sys, duration, verifySystemShutdown);

    protected virtual void Shutdown(
        ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        system ??= Sys;
        var limit = duration ?? Dilated(TimeSpan.FromSeconds(5)).Min(TimeSpan.FromSeconds(10));
        if (_testActorCell is not null && InternalCurrentActorCellKeeper.Current == _testActorCell)
        {
            InternalCurrentActorCellKeeper.Current = null;
        }

        if (system.Terminate().Wait(limit))
        {
            return;
        }

        var tree = ((ExtendedActorSystem)system).PrintTree();
        var text = $"Failed to stop [{system.Name}] within [{limit}].\n{tree}";
        if (verifySystemShutdown)
        {
            throw new TimeoutException(text);
        }

        system.Log.Warning("{0}", text);
        ((ExtendedActorSystem)system).Abort();
    }

    protected virtual void InitializeTest(
        ActorSystem system, ActorSystemSetup config, string actorSystemName, string testActorName)
    {
        Sys = system ?? ActorSystem.Create(actorSystemName ?? "test", WithDefaults(config));
        if (system is not null)
        {
            system.Settings.InjectTopLevelFallback(DefaultConfig);
        }

        Sys.RegisterExtension(new TestKitExtension());
        Sys.RegisterExtension(new TestKitAssertionsExtension(_assertions));
        TestKitSettings = TestKitExtension.For(Sys);
        Log = Logging.GetLogger(Sys, GetType());
        EventFilter = new EventFilterFactory(this);
        var number = Interlocked.Increment(ref _testActorCount);
        TestActor = CreateTestActor(
            Sys, string.IsNullOrEmpty(testActorName) ? $"testActor{number}" : testActorName);
        BecomeImplicitSender();
    }

    protected void InitializeTest(
        ActorSystem system, Config config, string actorSystemName, string testActorName) =>
        InitializeTest(system, SetupOf(config), actorSystemName, testActorName);

    private static ActorSystemSetup SetupOf(Config config) =>
        ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config));

    private static ActorSystemSetup WithDefaults(ActorSystemSetup setup)
    {
        var given = setup.Get<BootstrapSetup>();
        var bootstrap = given.HasValue ? given.Value : BootstrapSetup.Create();
        var config = bootstrap.Config.HasValue
            ? bootstrap.Config.Value.WithFallback(DefaultConfig)
            : DefaultConfig;
        return setup.WithSetup(bootstrap.WithConfig(config));
    }

    private IActorRef CreateTestActor(ActorSystem system, string name)
    {
        var queue = _queue;
        var props = Props.Create(() => new InternalTestActor(queue))
            .WithDispatcher("akka.test.test-actor.dispatcher");
        var actor = ((ExtendedActorSystem)system).SystemActorOf(props, name);
        actor.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(10)).Blocking();
        return actor;
    }

    /// <summary>A probe leaves the sender of the test that makes it as it is.</summary>
    private void BecomeImplicitSender()
    {
        if (this is INoImplicitSender)
        {
            if (this is not TestProbe)
            {
                InternalCurrentActorCellKeeper.Current = null;
            }
        }
        else
        {
            _testActorCell = (ActorCell)((ActorRefWithCell)TestActor).Underlying;
            InternalCurrentActorCellKeeper.Current = _testActorCell;
            SynchronizationContext.SetSynchronizationContext(
                new CellKeepingContext(_testActorCell));
        }
    }

    private async Task<IActorRef> TellSelf(object message, IActorRef about)
    {
        await TestActor.Ask<TestActor.Done>(message, RemainingOrDefault).ConfigureAwait(false);
        return about;
    }
}
