using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class AskSpec : EngineSpec
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Ask_must_complete_with_the_answer()
    {
        var echo = StartEcho();

        Assert.Equal("hello", await echo.Ask<string>("hello", Limit));
        Assert.Equal(7, await echo.Ask(7, Limit));
    }

    [Fact]
    public async Task Ask_must_fail_when_no_answer_comes_in_time()
    {
        var silent = Start((_, _) => { });

        await Assert.ThrowsAsync<AskTimeoutException>(() => silent.Ask<string>("hello", Soon));
    }

    [Fact]
    public async Task Ask_must_be_cancelled_with_its_token()
    {
        var silent = Start((_, _) => { });
        using var source = new CancellationTokenSource();
        var answer = silent.Ask<string>("hello", Limit, source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task Ask_must_throw_the_cause_when_a_failure_is_answered()
    {
        var cause = new InvalidOperationException("no");
        var failing = Start((_, context) => context.Sender.Tell(new Status.Failure(cause)));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => failing.Ask<string>("hello", Limit));
        Assert.Same(cause, thrown);
    }

    [Fact]
    public async Task Ask_must_hand_over_a_failure_when_it_was_asked_for()
    {
        var cause = new InvalidOperationException("no");
        var failing = Start((_, context) => context.Sender.Tell(new Status.Failure(cause)));

        var status = await failing.Ask<Status>("hello", Limit);

        Assert.Same(cause, Assert.IsType<Status.Failure>(status).Cause);
    }

    [Fact]
    public async Task Ask_must_hand_over_an_exception_that_is_an_ordinary_answer()
    {
        var echo = StartEcho();
        var exception = new InvalidOperationException("just data");

        Assert.Same(exception, await echo.Ask<Exception>(exception, Limit));
    }

    [Fact]
    public async Task Ask_must_fail_when_the_answer_has_another_type()
    {
        var echo = StartEcho();

        await Assert.ThrowsAsync<ArgumentException>(() => echo.Ask<int>("text", Limit));
    }

    [Fact]
    public async Task Ask_must_pass_the_asker_to_a_message_factory()
    {
        var replying = Start((message, _) => ((IActorRef)message).Tell("reply"));

        var answer = await replying.Ask<string>(
            replyTo => replyTo, Limit, CancellationToken.None);

        Assert.Equal("reply", answer);
    }

    [Fact]
    public async Task Ask_must_use_only_the_first_of_several_answers()
    {
        var chatty = Start((_, context) =>
        {
            context.Sender.Tell("first");
            context.Sender.Tell("second");
        });

        Assert.Equal("first", await chatty.Ask<string>("hello", Limit));
    }

    [Fact]
    public async Task Ask_must_have_the_answerer_as_task_result_for_many_askers_at_once()
    {
        var echo = StartEcho();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 500).Select(i => echo.Ask<int>(i, Limit)));

        Assert.Equal(Enumerable.Range(0, 500), answers);
    }

    [Fact]
    public async Task Ask_must_use_the_configured_time_out_when_none_is_given()
    {
        var system = ActorSystem.Create("ask", """
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.actor.ask-timeout = 50ms
            """);
        var silent = system.ActorOf(FunctionActor.Of((_, _) => { }));

        await Assert.ThrowsAsync<AskTimeoutException>(() => silent.Ask<string>("hello"));
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public void Ask_must_work_inside_of_an_actor()
    {
        var echo = StartEcho();
        var asking = Sys.ActorOf(Props.Create(() => new Asking(echo)));

        asking.Tell("question");

        ExpectMsg("got question");
    }

    private IActorRef StartEcho() => Start((message, context) => context.Sender.Tell(message));

    private sealed class Asking : ReceiveActor
    {
        public Asking(IActorRef echo)
        {
            ReceiveAsync<string>(async text =>
            {
                var answer = await echo.Ask<string>(text, Limit);
                Sender.Tell($"got {answer}");
            });
        }
    }
}
