using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.TestActors;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace AkkaCoded.Engine.Tests;

/// <summary>The test kit as a whole: how it is made, what it logs, and how it ends.</summary>
public sealed class TestKitSpec(ITestOutputHelper output)
    : Akka.TestKit.Xunit2.TestKit("akka.loglevel = INFO", output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void TestKit_must_have_a_system_named_test_with_the_given_configuration()
    {
        Assert.Equal("test", Sys.Name);
        Assert.Equal("INFO", Sys.Settings.LogLevel);
        Assert.Equal(1.0, Sys.Settings.Config.GetDouble("akka.test.timefactor", 0));
    }

    [Fact]
    public void TestKit_must_accept_an_actor_system_of_its_user()
    {
        var system = ActorSystem.Create("mine", "akka.loglevel = OFF");

        using var kit = new Kit(system);

        Assert.Same(system, kit.Sys);
        kit.TestActor.Tell("hello");
        kit.ExpectMsg("hello");
    }

    [Fact]
    public void TestKit_must_take_name_and_configuration()
    {
        using var kit = new Kit(ConfigurationFactory.ParseString("a = 7"), "named");

        Assert.Equal("named", kit.Sys.Name);
        Assert.Equal(7, kit.Sys.Settings.Config.GetInt("a", 0));
    }

    [Fact]
    public async Task Dispose_must_run_AfterAll_and_end_the_system()
    {
        var kit = new Kit(ConfigurationFactory.ParseString("akka.loglevel = OFF"), "ending");

        kit.Dispose();

        Assert.True(kit.RanAfterAll);
        await kit.Sys.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Test_without_implicit_sender_must_tell_without_one()
    {
        using var kit = new SenderlessKit();
        var actor = kit.Sys.ActorOf(FunctionActor.Of(
            (_, context) => kit.TestActor.Tell(context.Sender)));

        actor.Tell("who?");

        kit.ExpectMsg(kit.Sys.DeadLetters);
    }

    [Fact]
    public void Ready_made_actors_must_echo_forward_and_swallow()
    {
        Sys.ActorOf(SimpleEchoActor.Props()).Tell("echo");
        ExpectMsg("echo");

        var probe = CreateTestProbe();
        Sys.ActorOf(ForwardActor.Props(probe.Ref)).Tell("forwarded");
        probe.ExpectMsg("forwarded");
        Assert.Equal(TestActor, probe.LastSender);

        Sys.ActorOf(BlackHoleActor.Props).Tell("swallowed");
        ExpectNoMsg(Soon);
    }

    [Fact]
    public void Predicates_of_several_types_must_be_fulfilled_in_any_order()
    {
        TestActor.Tell("text");
        TestActor.Tell(7);

        var all = ExpectMsgAllOfMatchingPredicates(
            PredicateInfo.Create<int>(number => number == 7),
            PredicateInfo.Create<string>(text => text == "text"));

        Assert.Equal(2, all.Count);
    }

    [Fact]
    public async Task Radio_silence_must_return_what_came_before_it()
    {
        TestActor.Tell("a");
        TestActor.Tell("b");

        var messages = await WaitForRadioSilenceAsync(Soon);

        Assert.Equal(["a", "b"], messages.Cast<object>());
    }

    [Fact]
    public async Task FishUntilMessage_must_fail_when_the_message_comes()
    {
        TestActor.Tell(1);
        await FishUntilMessageAsync<string>(Soon);

        TestActor.Tell("text");
        await Assert.ThrowsAnyAsync<XunitException>(() => FishUntilMessageAsync<string>(Soon));
    }

    [Fact]
    public void ActorOf_of_the_test_kit_must_create_top_level_actors()
    {
        var byProps = ActorOf(SimpleEchoActor.Props(), "by-props");
        var byExpression = ActorOf(() => new SimpleEchoActor());
        var byType = ActorOf<SimpleEchoActor>("by-type");

        Assert.Equal("/user/by-props", byProps.Path.ToStringWithoutAddress());
        Assert.Equal("/user", byExpression.Path.Parent.ToStringWithoutAddress());
        Assert.Equal("/user/by-type", byType.Path.ToStringWithoutAddress());
        ActorSelection("/user/by-type").Tell("hello", TestActor);
        ExpectMsg("hello");
    }

    private class Kit : Akka.TestKit.Xunit2.TestKit
    {
        public Kit(ActorSystem system)
            : base(system)
        {
        }

        public Kit(Config config, string name)
            : base(config, name)
        {
        }

        public bool RanAfterAll { get; private set; }

        protected override void AfterAll() => RanAfterAll = true;
    }

    private sealed class SenderlessKit()
        : Kit(ConfigurationFactory.ParseString("akka.loglevel = OFF"), "senderless"),
          INoImplicitSender;
}
