using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Xunit.Sdk;

namespace AkkaCoded.Engine.Tests;

public sealed class EventFilterSpec : EngineSpec
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    public EventFilterSpec()
        : base("""
            akka.loglevel = DEBUG
            akka.test.filter-leeway = 10s
            """)
    {
    }

    [Fact]
    public void Info_must_match_message_start_part_and_pattern()
    {
        EventFilter.Info("exactly this").ExpectOne(() => Sys.Log.Info("exactly this"));
        EventFilter.Info(start: "starts").ExpectOne(() => Sys.Log.Info("starts here"));
        EventFilter.Info(contains: "dd").ExpectOne(() => Sys.Log.Info("in the middle"));
        EventFilter.Info(new Regex("^step [0-9]+$")).ExpectOne(() => Sys.Log.Info("step {0}", 12));
    }

    [Fact]
    public void Every_level_must_have_a_filter_of_its_own()
    {
        EventFilter.Debug("d").ExpectOne(() => Sys.Log.Log(LogLevel.DebugLevel, "d"));
        EventFilter.Warning("w").ExpectOne(() => Sys.Log.Warning("w"));
        EventFilter.Error("e").ExpectOne(() => Sys.Log.Error("e"));
        EventFilter.ForLogLevel(LogLevel.WarningLevel, contains: "x")
            .ExpectOne(() => Sys.Log.Warning("has an x"));
    }

    [Fact]
    public void ExpectOne_must_fail_when_nothing_is_logged_in_time()
    {
        Assert.ThrowsAny<XunitException>(
            () => EventFilter.Info("never").ExpectOne(Soon, () => Sys.Log.Warning("never")));
    }

    [Fact]
    public void Expect_must_count()
    {
        EventFilter.Info("tick").Expect(3, () =>
        {
            for (var i = 0; i < 3; i++)
            {
                Sys.Log.Info("tick");
            }
        });
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("tick").Expect(2, Soon, () =>
        {
            Sys.Log.Info("tick");
        }));
        EventFilter.Info("tick").Expect(0, Soon, () => Sys.Log.Info("tock"));
    }

    [Fact]
    public void Expect_must_return_what_its_block_returns()
    {
        var seven = EventFilter.Info("seven").ExpectOne(() =>
        {
            Sys.Log.Info("seven");
            return 7;
        });

        Assert.Equal(7, seven);
    }

    [Fact]
    public void Exception_must_match_the_failure_of_an_actor()
    {
        var actor = Start(
            (_, _) => throw new InvalidOperationException("worker 3 broke"), "failing");

        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => actor.Tell("x"));
        EventFilter.Exception<InvalidOperationException>(contains: "worker 3")
            .ExpectOne(() => actor.Tell("x"));
        EventFilter.Exception(typeof(InvalidOperationException), "worker 3 broke")
            .ExpectOne(() => actor.Tell("x"));
    }

    [Fact]
    public void Exception_must_not_match_another_type()
    {
        var actor = Start((_, _) => throw new InvalidOperationException("boom"));

        Assert.ThrowsAny<XunitException>(
            () => EventFilter.Exception<TimeoutException>().ExpectOne(Soon, () => actor.Tell("x")));
    }

    [Fact]
    public void DeadLetter_must_match_type_and_content()
    {
        var actor = Start((_, _) => { });
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);

        EventFilter.DeadLetter().ExpectOne(() => actor.Tell("lost"));
        EventFilter.DeadLetter<string>().ExpectOne(() =>
        {
            actor.Tell(1);
            actor.Tell("lost");
        });
        EventFilter.DeadLetter<int>(number => number == 2).ExpectOne(() =>
        {
            actor.Tell(1);
            actor.Tell(2);
        });
    }

    [Fact]
    public void Custom_must_match_what_its_predicate_names()
    {
        EventFilter.Custom(logged => logged.Message.ToString() == "custom")
            .ExpectOne(() => Sys.Log.Info("custom"));
        EventFilter.Custom<Warning>(logged => logged.LogLevel() == LogLevel.WarningLevel)
            .ExpectOne(() => Sys.Log.Warning("any"));
    }

    [Fact]
    public void And_must_count_events_of_several_filters_together()
    {
        EventFilter.Info("one").And.Warning("two").Expect(2, () =>
        {
            Sys.Log.Info("one");
            Sys.Log.Warning("two");
        });
    }

    [Fact]
    public async Task Async_forms_must_await_their_block()
    {
        await EventFilter.Info("later").ExpectOneAsync(async () =>
        {
            await Task.Yield();
            Sys.Log.Info("later");
        });
        await EventFilter.Info("twice").ExpectAsync(2, () =>
        {
            Sys.Log.Info("twice");
            Sys.Log.Info("twice");
            return Task.CompletedTask;
        });
        var seven = await EventFilter.Info("seven").ExpectOneAsync(() =>
        {
            Sys.Log.Info("seven");
            return Task.FromResult(7);
        });
        Assert.Equal(7, seven);
        await Assert.ThrowsAnyAsync<XunitException>(
            () => EventFilter.Info("never").ExpectOneAsync(Soon, () => Task.CompletedTask));
    }

    [Fact]
    public void Mute_must_keep_matching_events_from_other_loggers()
    {
        using (EventFilter.Info("quiet").Mute())
        {
            EventFilter.Info("loud").ExpectOne(() =>
            {
                Sys.Log.Info("quiet");
                Sys.Log.Info("loud");
            });
        }

        Assert.Equal(3, EventFilter.Info("block").Mute(() =>
        {
            Sys.Log.Info("block");
            return 3;
        }));
    }

    [Fact]
    public void Source_must_narrow_a_filter_to_one_actor()
    {
        var actor = Start((_, context) => context.GetLogger().Info("hello"), "source");

        EventFilter.Info("hello", source: actor.Path.ToString()).ExpectOne(() => actor.Tell("x"));
        Assert.ThrowsAny<XunitException>(() => EventFilter
            .Info("hello", source: "akka://test/user/nobody")
            .ExpectOne(Soon, () => actor.Tell("x")));
    }
}
