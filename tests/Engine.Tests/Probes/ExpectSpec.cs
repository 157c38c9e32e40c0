using Akka.Actor;
using Akka.TestKit;
using Xunit.Sdk;

namespace AkkaCoded.Engine.Tests;

public sealed class ExpectSpec : EngineSpec
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void ExpectMsg_must_return_the_message_when_type_value_or_predicate_fit()
    {
        TellAll("text", 7, 8, 9, "abc");

        Assert.Equal("text", ExpectMsg<string>());
        Assert.Equal(7, ExpectMsg(7));
        Assert.Equal(8, ExpectMsg<int>(number => number > 7));
        Assert.Equal(9, ExpectMsg<int>(number => Assert.Equal(9, number)));
        Assert.Equal("abc", ExpectMsg("ABC", (x, y) => x.Length == y.Length));
    }

    [Fact]
    public void ExpectMsg_must_give_the_sender_to_predicate_and_assertion()
    {
        var probe = CreateTestProbe();
        TestActor.Tell(1, probe.Ref);
        TestActor.Tell(2, probe.Ref);

        ExpectMsg<int>((number, sender) => number == 1 && sender.Equals(probe.Ref));
        ExpectMsg<int>((number, sender) => Assert.Equal(probe.Ref, sender));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ExpectMsg_must_fail_when_the_message_is_another_one(bool otherType)
    {
        TestActor.Tell(otherType ? 1.5 : 3);

        Assert.ThrowsAny<XunitException>(() => ExpectMsg(4));
    }

    [Fact]
    public void ExpectMsg_must_fail_when_the_predicate_does_not_hold()
    {
        TestActor.Tell(3);

        Assert.ThrowsAny<XunitException>(() => ExpectMsg<int>(number => number == 4));
    }

    [Fact]
    public void ExpectMsg_must_fail_when_no_message_comes_in_time()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(Soon, "the hint"));

        Assert.Contains("the hint", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExpectMsg_must_be_cancelled_with_its_token()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<Exception>(
            () => ExpectMsg<string>(TimeSpan.FromMinutes(1), null, source.Token));
    }

    [Fact]
    public void ExpectMsgFrom_must_check_the_sender()
    {
        var probe = CreateTestProbe();
        TestActor.Tell("a", probe.Ref);
        TestActor.Tell("b", probe.Ref);
        TestActor.Tell("c", probe.Ref);

        ExpectMsgFrom<string>(probe.Ref);
        ExpectMsgFrom(probe.Ref, "b");
        Assert.ThrowsAny<XunitException>(() => ExpectMsgFrom<string>(TestActor));
    }

    [Fact]
    public void ExpectMsgAllOf_must_accept_any_order()
    {
        TellAll("c", "a", "b");

        var all = ExpectMsgAllOf("a", "b", "c");

        Assert.Equal(["a", "b", "c"], all.Order());
    }

    [Fact]
    public void ExpectMsgAllOf_must_fail_when_one_is_missing()
    {
        TellAll("c", "x", "b");

        Assert.ThrowsAny<XunitException>(
            () => ExpectMsgAllOf(TimeSpan.FromMilliseconds(100), "a", "b", "c"));
    }

    [Fact]
    public void ExpectMsgAnyOf_must_accept_one_of_the_given_messages()
    {
        TellAll("b", "x");

        Assert.Equal("b", ExpectMsgAnyOf(new[] { "a", "b" }));
        Assert.ThrowsAny<XunitException>(() => ExpectMsgAnyOf(new[] { "a", "b" }));
    }

    [Fact]
    public void ExpectNoMsg_must_fail_when_a_message_comes()
    {
        ExpectNoMsg(Soon);
        ExpectNoMsg(10);
        TestActor.Tell("surprise");

        Assert.ThrowsAny<XunitException>(() => ExpectNoMsg(Soon));
    }

    [Fact]
    public void ExpectTerminated_must_fail_when_another_actor_ended()
    {
        var actor = Start((_, _) => { });
        var other = Start((_, _) => { });
        Watch(actor);
        Sys.Stop(actor);

        Assert.ThrowsAny<XunitException>(() => ExpectTerminated(other));
    }

    [Fact]
    public void FishForMessage_must_skip_messages_until_one_fits()
    {
        TellAll("a", 1, "b", 2, "c");

        Assert.Equal(2, FishForMessage(message => message is 2));
        Assert.Equal("c", FishForMessage<string>(text => text == "c"));
        Assert.ThrowsAny<XunitException>(() => FishForMessage<int>(_ => true, Soon));
    }

    [Fact]
    public void ReceiveN_must_return_that_many_messages_or_fail()
    {
        TellAll("a", "b", "c");

        Assert.Equal(["a", "b"], ReceiveN(2));
        Assert.Equal(["c"], ReceiveN(1, TimeSpan.FromSeconds(3)));
        Assert.ThrowsAny<XunitException>(() => ReceiveN(1, Soon));
    }

    [Fact]
    public void ReceiveOne_must_return_a_message_or_null()
    {
        TestActor.Tell("a");

        Assert.Equal("a", ReceiveOne(TimeSpan.FromSeconds(3)));
        Assert.Null(ReceiveOne(TimeSpan.Zero));
        Assert.Null(ReceiveOne(Soon));
        Assert.False(TryReceiveOne(out _, Soon));
    }

    [Fact]
    public void ReceiveWhile_must_collect_until_the_filter_declines()
    {
        TellAll(1, 2, 3, "end", 4);

        var numbers = ReceiveWhile<object>(
            TimeSpan.FromSeconds(3), message => message is int number ? number : null!);

        Assert.Equal([1, 2, 3], numbers);
        ExpectMsg("end");
        ExpectMsg(4);
    }

    [Fact]
    public void ReceiveWhile_must_end_after_the_given_number_of_messages()
    {
        TellAll(1, 2, 3);

        var numbers = ReceiveWhile<object>(TimeSpan.FromSeconds(3), message => message, 2);

        Assert.Equal([1, 2], numbers);
        ExpectMsg(3);
    }

    [Fact]
    public void PeekOne_must_leave_the_message_in_the_queue()
    {
        TellAll("a", "b");

        Assert.Equal("a", PeekOne());
        Assert.True(HasMessages);
        ExpectMsg("a");
        ExpectMsg("b");
        Assert.False(HasMessages);
    }

    [Fact]
    public async Task Async_forms_must_do_what_the_others_do()
    {
        var actor = Start((_, _) => { });
        TellAll("a", 1, 2, 3, "x", 4, 5, 6);
        Assert.Equal("a", await ExpectMsgAsync<string>());
        Assert.Equal(1, await ExpectMsgAsync(1));
        Assert.Equal(2, await ExpectMsgAsync<int>(number => number == 2));
        Assert.Equal(3, await ReceiveOneAsync(TimeSpan.FromSeconds(3)));
        Assert.Equal(4, await FishForMessageAsync<int>(number => number == 4));
        var two = new List<object>();
        await foreach (var message in ReceiveNAsync(2))
        {
            two.Add(message);
        }

        Assert.Equal([5, 6], two);
        await ExpectNoMsgAsync(Soon);
        await WatchAsync(actor);
        Sys.Stop(actor);
        await ExpectTerminatedAsync(actor);
    }

    [Fact]
    public async Task Async_forms_must_fail_when_nothing_comes_in_time()
    {
        await Assert.ThrowsAnyAsync<XunitException>(
            async () => await ExpectMsgAsync<string>(Soon));
        TestActor.Tell("surprise");
        await Assert.ThrowsAnyAsync<XunitException>(async () => await ExpectNoMsgAsync(Soon));
    }

    private void TellAll(params object[] messages)
    {
        foreach (var message in messages)
        {
            TestActor.Tell(message);
        }
    }
}
