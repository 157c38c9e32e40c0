using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class ReceiveAsyncSpec : EngineSpec
{
    [Fact]
    public void ReceiveAsync_must_process_no_other_message_while_it_awaits()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(gate.Task, TestActor)));

        actor.Tell("wait");
        actor.Tell("one");
        actor.Tell("two");
        ExpectMsg("before await");
        ExpectNoMsg(Never);
        gate.SetResult();

        ExpectMsg("after await");
        ExpectMsg("one");
        ExpectMsg("two");
    }

    [Fact]
    public void ReceiveAsync_must_keep_self_and_sender_after_an_await()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new SelfAware(gate.Task)));
        var asker = CreateTestProbe();
        var other = CreateTestProbe();

        actor.Tell("first", asker.Ref);
        actor.Tell("second", other.Ref);
        gate.SetResult();

        asker.ExpectMsg(("first", actor));
        other.ExpectMsg(("second", actor));
    }

    [Fact]
    public void ReceiveAsync_must_go_on_when_the_task_is_already_complete()
    {
        var actor = Sys.ActorOf(Props.Create(() => new SelfAware(Task.CompletedTask)));

        for (var i = 0; i < 100; i++)
        {
            actor.Tell($"m{i}");
            ExpectMsg(($"m{i}", actor));
        }
    }

    [Fact]
    public void ReceiveAsync_must_restart_the_actor_when_it_throws_after_an_await()
    {
        var probe = CreateTestProbe();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Failing(gate.Task, probe.Ref)));

        actor.Tell("fail");
        actor.Tell("next");
        gate.SetResult();

        var reason = probe.ExpectMsg<InvalidOperationException>();
        Assert.Equal("after await", reason.Message);
        probe.ExpectMsg("message was fail");
        ExpectMsg("next");
    }

    [Fact]
    public void ReceiveAsync_must_let_the_actor_stop_only_after_it_has_finished()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(gate.Task, TestActor)));
        Watch(actor);

        actor.Tell("wait");
        actor.Tell(PoisonPill.Instance);
        ExpectMsg("before await");
        gate.SetResult();

        ExpectMsg("after await");
        ExpectTerminated(actor);
    }

    [Fact]
    public void ReceiveAsync_must_choose_by_predicate()
    {
        var actor = Sys.ActorOf<Choosing>();

        actor.Tell(3);
        ExpectMsg("small");
        actor.Tell(30);
        ExpectMsg("large");
        actor.Tell("text");
        ExpectMsg("any");
    }

    [Fact]
    public void ReceiveAsync_must_handle_many_messages_in_order_when_each_one_yields()
    {
        var actor = Sys.ActorOf<Yielding>();

        for (var i = 0; i < 500; i++)
        {
            actor.Tell(i);
        }

        Assert.Equal(Enumerable.Range(0, 500).Cast<object>(), ReceiveN(500));
    }

    [Fact]
    public void RunTask_must_suspend_the_actor_until_the_task_ends()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Start((message, context) =>
        {
            if (message is "wait")
            {
                ActorTask.Run(gate.Task, context.Sender);
            }
            else
            {
                context.Sender.Tell(message);
            }
        });

        actor.Tell("wait");
        actor.Tell("later");
        ExpectNoMsg(Never);
        gate.SetResult();

        ExpectMsg("task ended");
        ExpectMsg("later");
    }

    private static class ActorTask
    {
        public static void Run(Task gate, IActorRef answerTo)
        {
            Akka.Dispatch.ActorTaskScheduler.RunTask(async () =>
            {
                await gate;
                answerTo.Tell("task ended");
            });
        }
    }

    private sealed class Waiting : ReceiveActor
    {
        public Waiting(Task gate, IActorRef listener)
        {
            ReceiveAsync<string>(text => text == "wait", async _ =>
            {
                listener.Tell("before await");
                await gate;
                listener.Tell("after await");
            });
            ReceiveAny(listener.Tell);
        }
    }

    private sealed class SelfAware : ReceiveActor
    {
        public SelfAware(Task gate)
        {
            ReceiveAsync<string>(async text =>
            {
                await gate;
                await Task.Yield();
                Sender.Tell((text, Self));
            });
        }
    }

    private sealed class Failing : ReceiveActor
    {
        private readonly IActorRef _listener;

        public Failing(Task gate, IActorRef listener)
        {
            _listener = listener;
            ReceiveAsync<string>(text => text == "fail", async _ =>
            {
                await gate;
                throw new InvalidOperationException("after await");
            });
            ReceiveAny(message => Sender.Tell(message));
        }

        protected override void PreRestart(Exception reason, object message)
        {
            _listener.Tell(reason is AggregateException many ? many.InnerException! : reason);
            _listener.Tell($"message was {message}");
            base.PreRestart(reason, message);
        }
    }

    private sealed class Choosing : ReceiveActor
    {
        public Choosing()
        {
            ReceiveAsync<int>(number => number < 10, _ => Answer("small"));
            ReceiveAsync<int>(_ => Answer("large"));
            ReceiveAnyAsync(_ => Answer("any"));
        }

        private static Task Answer(string text)
        {
            Context.Sender.Tell(text);
            return Task.CompletedTask;
        }
    }

    private sealed class Yielding : ReceiveActor
    {
        public Yielding()
        {
            ReceiveAsync<int>(async number =>
            {
                await Task.Yield();
                Sender.Tell(number);
            });
        }
    }
}
