using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Tests.DataPlane;

public sealed class PatientExchangeSpec
{
    private static readonly float[] Vector = [1, 2];

    [Fact]
    public async Task Parameters_must_come_when_the_coordinator_is_back_in_time()
    {
        var (time, inner) = (new LeapingTime(), new FailingExchange(failures: 4));
        inner.Inner.Publish(ScriptedHost.Parameters, Vector);
        var exchange = new PatientExchange(inner, time);

        using var lease = await exchange.GetParametersAsync(ScriptedHost.Parameters, default);

        Assert.Equal(Vector, lease.Values.ToArray());
        Assert.Equal(5, inner.Tries);
        Assert.Equal([0.1, 0.2, 0.4, 0.8], time.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task Parameters_must_be_given_up_when_the_coordinator_stays_away()
    {
        var (time, inner) = (new LeapingTime(), new FailingExchange(failures: int.MaxValue));
        var exchange = new PatientExchange(inner, time);

        await Assert.ThrowsAsync<DataPlaneException>(
            async () => await exchange.GetParametersAsync(ScriptedHost.Parameters, default));

        Assert.InRange(
            time.Pauses.Sum(pause => pause.TotalSeconds), 4, PatientExchange.Patience.TotalSeconds);
    }

    [Fact]
    public async Task Parameters_must_not_be_waited_for_when_they_are_not_published()
    {
        var inner = new FailingExchange(failures: 0);
        var exchange = new PatientExchange(inner, new LeapingTime());

        await Assert.ThrowsAsync<ParametersGoneException>(
            async () => await exchange.GetParametersAsync(ScriptedHost.Parameters, default));

        Assert.Equal(1, inner.Tries);
    }

    [Theory]
    [InlineData(true, 1, 2)]
    [InlineData(true, 2, 2)]
    [InlineData(false, 1, 1)]
    public async Task Answer_must_be_sent_once_more_when_nothing_of_it_has_left(
        bool isUnsent, int failures, int tries)
    {
        var inner = new FailingExchange(failures) { IsUnsent = isUnsent };
        var exchange = new PatientExchange(inner, new LeapingTime());

        var post = async () => await exchange.PostAnswerAsync(
            ScriptedHost.Answer, Vector, default);

        if (failures < tries)
        {
            // Nobody waits for it there, which is an answer too.
            Assert.False(await post());
        }
        else
        {
            await Assert.ThrowsAsync<DataPlaneException>(post);
        }

        Assert.Equal(tries, inner.Tries);
    }

    [Fact]
    public async Task Post_must_say_that_nothing_has_left_when_nobody_listens()
    {
        var host = new ScriptedHost();
        var target = host.Target;
        host.Dispose();
        using var exchange = new HttpExchange(target);

        var failure = await Assert.ThrowsAsync<DataPlaneException>(
            async () => await exchange.PostAnswerAsync(ScriptedHost.Answer, Vector, default));

        Assert.True(failure.IsUnsent);
    }

    /// <summary>Fails so many times before it does what is asked for.</summary>
    private sealed class FailingExchange(int failures) : ITensorExchange
    {
        public InMemoryExchange Inner { get; } = new();

        public bool IsUnsent { get; init; }

        public int Tries { get; private set; }

        public ValueTask<IParametersLease> GetParametersAsync(
            ParametersKey key, CancellationToken cancellation)
        {
            Try();
            return Inner.GetParametersAsync(key, cancellation);
        }

        public ValueTask<bool> PostAnswerAsync(
            AnswerKey key, ReadOnlyMemory<float> vector, CancellationToken cancellation)
        {
            Try();
            return Inner.PostAnswerAsync(key, vector, cancellation);
        }

        private void Try()
        {
            if (++Tries <= failures)
            {
                throw new DataPlaneException("away") { IsUnsent = IsUnsent };
            }
        }
    }
}
