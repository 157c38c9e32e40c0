using Akka.Actor;
using Akka.TestKit;
using Xunit.Sdk;

namespace AkkaCoded.Engine.Tests;

public sealed class WithinSpec : EngineSpec
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public WithinSpec()
        : base("""
            akka.test {
              timefactor = 2.0
              default-timeout = 4s
              single-expect-default = 2s
            }
            """)
    {
    }

    [Fact]
    public void Within_must_return_what_its_block_returns()
    {
        Assert.Equal(42, Within(Minute, () => 42));
        var ran = false;
        Within(Minute, () => { ran = true; });
        Assert.True(ran);
    }

    [Fact]
    public void Within_must_be_the_time_out_of_the_expectations_inside()
    {
        var failure = Assert.ThrowsAny<XunitException>(
            () => Within(Soon, () => ExpectMsg<string>()));

        Assert.NotNull(failure);
    }

    [Fact]
    public void Within_must_fail_when_its_block_ends_too_early()
    {
        Assert.ThrowsAny<XunitException>(() => Within(Minute, Minute * 2, () => { }));
    }

    [Fact]
    public void Remaining_must_be_known_only_inside_of_Within()
    {
        Assert.ThrowsAny<Exception>(() => Remaining);
        Within(Minute, () =>
        {
            Assert.InRange(Remaining, TimeSpan.FromSeconds(1), Minute * 2);
            Within(Minute * 5, () => Assert.True(Remaining <= Minute * 2));
        });
    }

    [Fact]
    public async Task WithinAsync_must_await_its_block()
    {
        TestActor.Tell("hello");

        await WithinAsync(Minute, async () => { await ExpectMsgAsync("hello"); });
        var seven = await WithinAsync(Minute, () => Task.FromResult(7));

        Assert.Equal(7, seven);
    }

    [Fact]
    public void AwaitAssert_must_repeat_until_the_assertion_holds()
    {
        var attempts = 0;

        AwaitAssert(() => Assert.Equal(3, ++attempts), Minute, TimeSpan.FromMilliseconds(1));

        Assert.Equal(3, attempts);
    }

    [Fact]
    public void AwaitAssert_must_throw_the_last_failure_when_time_is_up()
    {
        var failure = Assert.ThrowsAny<XunitException>(
            () => AwaitAssert(() => Assert.Fail("never right"), Soon, Soon / 10));

        Assert.Contains("never right", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AwaitAssertAsync_must_repeat_until_the_assertion_holds()
    {
        var attempts = 0;

        await AwaitAssertAsync(() => Assert.Equal(3, ++attempts), Minute, Soon / 50);
        await AwaitAssertAsync(
            async () =>
            {
                await Task.Yield();
                Assert.Equal(6, ++attempts);
            },
            Minute,
            Soon / 50);

        Assert.Equal(6, attempts);
    }

    [Fact]
    public void AwaitCondition_must_repeat_until_the_condition_holds_or_fail()
    {
        var attempts = 0;

        AwaitCondition(() => ++attempts == 3, Minute, Soon / 50);
        Assert.Equal(3, attempts);
        Assert.ThrowsAny<XunitException>(() => AwaitCondition(() => false, Soon, "never"));
        Assert.False(AwaitConditionNoThrow(() => false, Soon));
        Assert.True(AwaitConditionNoThrow(() => true, Soon));
    }

    [Fact]
    public async Task AwaitConditionAsync_must_repeat_until_the_condition_holds_or_fail()
    {
        var attempts = 0;

        await AwaitConditionAsync(() => Task.FromResult(++attempts == 3), Minute, Soon / 50);
        Assert.Equal(3, attempts);
        await Assert.ThrowsAnyAsync<XunitException>(
            () => AwaitConditionAsync(() => Task.FromResult(false), Soon, "never"));
    }

    [Fact]
    public void Dilated_must_multiply_with_the_time_factor()
    {
        Assert.Equal(2.0, TestKitSettings.TestTimeFactor);
        Assert.Equal(TimeSpan.FromSeconds(6), Dilated(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void Settings_must_come_from_the_configuration()
    {
        Assert.Equal(TimeSpan.FromSeconds(4), TestKitSettings.DefaultTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), TestKitSettings.SingleExpectDefault);
        Assert.Equal(TimeSpan.FromSeconds(3), TestKitSettings.TestEventFilterLeeway);
        Assert.Equal(TimeSpan.FromSeconds(4), RemainingOrDefault);
    }

    [Fact]
    public void Barrier_and_latch_must_open_when_all_have_come()
    {
        var latch = CreateTestLatch(2);
        Assert.False(latch.IsOpen);
        latch.CountDown();
        var helper = new Thread(latch.CountDown);
        helper.Start();
        latch.Ready(Minute);
        Assert.True(latch.IsOpen);
        helper.Join();
    }
}
