using Akka.Actor;
using Akka.Event;

namespace AkkaCoded.Engine.Tests;

public sealed class SelectionSpec : EngineSpec
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public void Identify_must_be_answered_by_every_actor()
    {
        var actor = Start((_, _) => { });

        actor.Tell(new Identify("id-1"));

        var identity = ExpectMsg<ActorIdentity>();
        Assert.Equal("id-1", identity.MessageId);
        Assert.Equal(actor, identity.Subject);
    }

    [Fact]
    public void Identify_must_find_no_subject_when_the_path_leads_nowhere()
    {
        Sys.ActorSelection("/user/nobody").Tell(new Identify("id-2"), TestActor);

        var identity = ExpectMsg<ActorIdentity>();
        Assert.Equal("id-2", identity.MessageId);
        Assert.Null(identity.Subject);
    }

    [Fact]
    public void Selection_must_reach_actors_by_absolute_and_full_path()
    {
        var actor = StartTree("root");

        foreach (var path in new[] { "/user/root", actor.Path.ToString(), "user/root" })
        {
            Sys.ActorSelection(path).Tell("where", TestActor);
            ExpectMsg("/user/root");
        }

        Sys.ActorSelection(actor.Path / "a").Tell("where", TestActor);
        ExpectMsg("/user/root/a");
    }

    [Theory]
    [InlineData("a", "/user/root/a")]
    [InlineData("a/x", "/user/root/a/x")]
    [InlineData("a/../b", "/user/root/b")]
    [InlineData("../root/b/y", "/user/root/b/y")]
    public void Selection_must_be_relative_to_the_context_when_the_path_is(string path, string at)
    {
        var actor = StartTree("root");

        actor.Tell(new Select(path));

        ExpectMsg(at);
    }

    [Theory]
    [InlineData("/user/root/*", new[] { "/user/root/a", "/user/root/b" })]
    [InlineData("/user/root/*/x", new[] { "/user/root/a/x", "/user/root/b/x" })]
    [InlineData("/user/root/?/y", new[] { "/user/root/a/y", "/user/root/b/y" })]
    [InlineData("/user/ro*t/a", new[] { "/user/root/a" })]
    public void Selection_must_expand_wildcards(string pattern, string[] paths)
    {
        StartTree("root");

        Sys.ActorSelection(pattern).Tell("where", TestActor);

        ExpectMsgAllOf(paths);
        ExpectNoMsg(Never);
    }

    [Fact]
    public async Task ResolveOne_must_find_the_actor()
    {
        var actor = StartTree("root");

        var found = await Sys.ActorSelection("/user/root").ResolveOne(Limit);

        Assert.Equal(actor, found);
    }

    [Fact]
    public async Task ResolveOne_must_fail_when_there_is_no_such_actor()
    {
        await Assert.ThrowsAsync<ActorNotFoundException>(
            () => Sys.ActorSelection("/user/nobody").ResolveOne(Limit));
    }

    [Fact]
    public void Selection_that_reaches_nobody_must_end_in_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        Sys.ActorSelection("/user/nobody").Tell("lost", ActorRefs.NoSender);

        Assert.Equal("lost", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Selection_must_keep_the_order_of_messages_to_one_actor()
    {
        Start((message, _) => TestActor.Tell(message), "ordered");
        var selection = Sys.ActorSelection("/user/ordered");

        for (var i = 0; i < 100; i++)
        {
            selection.Tell(i, ActorRefs.NoSender);
        }

        Assert.Equal(Enumerable.Range(0, 100).Cast<object>(), ReceiveN(100));
    }

    [Fact]
    public async Task Selection_must_be_askable()
    {
        StartTree("root");

        Assert.Equal("/user/root/a", await Sys.ActorSelection("/user/root/a").Ask("where", Limit));
    }

    private IActorRef StartTree(string name)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Node(2)), name);
        foreach (var path in new[] { "a/x", "a/y", "b/x", "b/y" })
        {
            AwaitAssert(() => AssertExists($"/user/{name}/{path}"));
        }

        return actor;
    }

    /// <summary>A selection sees an actor only when its parent has been constructed.</summary>
    private void AssertExists(string path)
    {
        var probe = CreateTestProbe();
        Sys.ActorSelection(path).Tell(new Identify(path), probe.Ref);
        Assert.NotNull(probe.ExpectMsg<ActorIdentity>().Subject);
    }

    private sealed record Select(string Path);

    private sealed class Node : ReceiveActor
    {
        public Node(int depth)
        {
            string[] names = depth == 2 ? ["a", "b"] : depth == 1 ? ["x", "y"] : [];
            foreach (var name in names)
            {
                Context.ActorOf(Props.Create(() => new Node(depth - 1)), name);
            }

            Receive<Select>(select =>
                Context.ActorSelection(select.Path).Tell("where", Sender));
            Receive<string>(_ => Sender.Tell(Self.Path.ToStringWithoutAddress()));
        }
    }
}
