using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class RestartChildrenSpec : EngineSpec
{
    [Fact]
    public void Restart_must_stop_the_children_by_default()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Family(TestActor, false)));
        parent.Tell("kid");
        var child = ExpectMsg<IActorRef>();
        var watcher = CreateTestProbe();
        watcher.Watch(child);

        parent.Tell("fail");

        watcher.ExpectTerminated(child);
        ExpectMsg("child stopped");
        ExpectMsg("parent restarted");
        parent.Tell("children");
        ExpectMsg(0);
    }

    [Fact]
    public void Restart_must_wait_for_the_children_before_the_new_instance_starts()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Family(TestActor, false)));
        parent.Tell("kid");
        ExpectMsg<IActorRef>();

        parent.Tell("fail");

        ExpectMsg("child stopped");
        ExpectMsg("parent restarted");
    }

    [Fact]
    public void Restart_must_restart_children_that_PreRestart_leaves_alive()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Family(TestActor, true)));
        parent.Tell("kid");
        var child = ExpectMsg<IActorRef>();
        child.Tell("state");
        ExpectMsg(1);
        child.Tell("state");
        ExpectMsg(2);

        parent.Tell("fail");
        ExpectMsg("parent restarted");

        AwaitChildRestart(child);
        parent.Tell("children");
        ExpectMsg(1);
        child.Tell("state");
        ExpectMsg(1);
    }

    [Fact]
    public void Name_of_a_child_must_be_free_again_in_the_restarted_parent()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Family(TestActor, false)));
        parent.Tell("kid");
        ExpectMsg<IActorRef>();
        parent.Tell("fail");
        ExpectMsg("child stopped");
        ExpectMsg("parent restarted");

        parent.Tell("kid");

        Assert.Equal("kid", ExpectMsg<IActorRef>().Path.Name);
    }

    [Fact]
    public void Stop_must_stop_the_children_before_the_parent()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Tree(TestActor, 3)));
        Fence(parent);

        Sys.Stop(parent);

        var order = ReceiveN(15).Cast<string>().ToList();
        foreach (var path in order)
        {
            var above = path[..path.LastIndexOf('/')];
            Assert.True(
                !order.Contains(above) || order.IndexOf(above) > order.IndexOf(path),
                $"{above} stopped before {path}");
        }
    }

    private void AwaitChildRestart(IActorRef child)
    {
        ExpectMsg("child restarted");
        Fence(child);
    }

    private sealed class Family : ReceiveActor
    {
        private readonly IActorRef _listener;
        private readonly bool _keepChildren;

        public Family(IActorRef listener, bool keepChildren)
        {
            _listener = listener;
            _keepChildren = keepChildren;
            var kid = Props.Create(() => new Kid(listener));
            Receive<string>(text => text == "kid", _ => Sender.Tell(Context.ActorOf(kid, "kid")));
            Receive<string>(text => text == "children", _ =>
                Sender.Tell(Context.GetChildren().Count()));
            Receive<string>(text => text == "fail", _ =>
                throw new InvalidOperationException("boom"));
        }

        protected override void PreRestart(Exception reason, object message)
        {
            if (!_keepChildren)
            {
                base.PreRestart(reason, message);
            }
        }

        protected override void PostRestart(Exception reason)
        {
            _listener.Tell("parent restarted");
        }
    }

    private sealed class Kid(IActorRef listener) : UntypedActor
    {
        private int _asked;

        protected override void OnReceive(object message) => Sender.Tell(++_asked);

        protected override void PostStop() => listener.Tell("child stopped");

        protected override void PreRestart(Exception reason, object message)
        {
        }

        protected override void PostRestart(Exception reason) => listener.Tell("child restarted");
    }

    private sealed class Tree : UntypedActor
    {
        private readonly IActorRef _listener;

        public Tree(IActorRef listener, int depth)
        {
            _listener = listener;
            if (depth > 0)
            {
                Context.ActorOf(Props.Create(() => new Tree(listener, depth - 1)), "left");
                Context.ActorOf(Props.Create(() => new Tree(listener, depth - 1)), "right");
            }
        }

        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop()
        {
            _listener.Tell(Self.Path.ToStringWithoutAddress());
        }
    }
}
