using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace AkkaCoded.Engine.Tests;

public sealed class ActorSystemSpec
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly Config Quiet = ConfigurationFactory.ParseString(
        """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        """);

    [Fact]
    public async Task ActorSystem_must_have_the_name_and_configuration_it_was_created_with()
    {
        var config = ConfigurationFactory.ParseString("job.name = mnist").WithFallback(Quiet);
        var system = ActorSystem.Create("alpha", config);

        Assert.Equal("alpha", system.Name);
        Assert.Equal("mnist", system.Settings.Config.GetString("job.name"));
        Assert.Equal("OFF", system.Settings.LogLevel);
        Assert.False(system.WhenTerminated.IsCompleted);
        await End(system);
    }

    [Fact]
    public async Task ActorSystem_must_take_its_configuration_from_a_bootstrap_setup()
    {
        var setup = BootstrapSetup.Create().WithConfig(Quiet).And(new Greeting("hello"));
        var system = ActorSystem.Create("beta", setup);

        Assert.Equal("OFF", system.Settings.LogLevel);
        var greeting = system.Settings.Setup.Get<Greeting>();
        Assert.True(greeting.HasValue);
        Assert.Equal("hello", greeting.Value.Text);
        await End(system);
    }

    [Fact]
    public async Task ActorSystem_must_accept_a_bootstrap_setup_alone()
    {
        var system = ActorSystem.Create("gamma", BootstrapSetup.Create().WithConfig(Quiet));

        Assert.Equal("OFF", system.Settings.LogLevel);
        await End(system);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("with/slash")]
    [InlineData("")]
    public void ActorSystem_must_refuse_a_name_when_it_is_invalid(string name)
    {
        Assert.Throws<ArgumentException>(() => ActorSystem.Create(name, Quiet));
    }

    [Fact]
    public async Task Terminate_must_stop_every_actor_before_WhenTerminated_completes()
    {
        var system = ActorSystem.Create("delta", Quiet);
        var stopped = 0;
        for (var i = 0; i < 100; i++)
        {
            var props = Props.Create(() => new Counted(() => Interlocked.Increment(ref stopped)));
            system.ActorOf(props);
        }

        await End(system);

        Assert.Equal(100, Volatile.Read(ref stopped));
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Terminate_must_be_harmless_when_called_again()
    {
        var system = ActorSystem.Create("epsilon", Quiet);

        await Task.WhenAll(system.Terminate(), system.Terminate()).WaitAsync(Limit);
        await system.Terminate().WaitAsync(Limit);

        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task ActorOf_must_be_refused_after_termination()
    {
        var system = ActorSystem.Create("zeta", Quiet);
        await End(system);

        Assert.Throws<InvalidOperationException>(
            () => system.ActorOf(Props.Create(() => new Counted(() => 0))));
    }

    [Fact]
    public async Task RegisterOnTermination_must_run_its_code_when_the_system_terminates()
    {
        var system = ActorSystem.Create("eta", Quiet);
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        system.RegisterOnTermination(first.SetResult);
        system.RegisterOnTermination(second.SetResult);

        await End(system);

        await Task.WhenAll(first.Task, second.Task).WaitAsync(Limit);
    }

    [Fact]
    public async Task Dispose_must_terminate_the_system()
    {
        var system = ActorSystem.Create("theta", Quiet);

        system.Dispose();

        await system.WhenTerminated.WaitAsync(Limit);
    }

    [Fact]
    public async Task Address_must_be_local_and_named_after_the_system()
    {
        var system = ActorSystem.Create("iota", Quiet);
        var extended = (ExtendedActorSystem)system;

        Assert.Equal(new Address("akka", "iota"), extended.Provider.DefaultAddress);
        await End(system);
    }

    private static Task End(ActorSystem system) => system.Terminate().WaitAsync(Limit);

    private sealed class Counted(Func<int> onStop) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop() => onStop();
    }

    private sealed class Greeting(string text) : Setup
    {
        public string Text { get; } = text;
    }
}
