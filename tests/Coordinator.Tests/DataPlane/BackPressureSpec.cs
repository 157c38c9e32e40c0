using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using static AkkaCoded.Coordinator.Tests.DataPlane.Plane;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

public sealed class BackPressureSpec
{
    private const int Length = 64 * 1024;
    private const long BlockBytes = 4096;

    [Fact]
    public async Task Fast_sender_must_wait_when_the_memory_of_the_job_is_used_up()
    {
        var limits = Limits with { AnswerBytesPerJob = 4 * BlockBytes };
        await using var plane = await StartAsync(limits);
        using var decode = new StreamingDecode(_ => { }, TimeProvider.System, 1024);
        var (first, second) = (Vector(1, Length), Vector(2, Length));
        var sum = new float[Length];
        decode.Begin(sum, [new Winner(Key(0), 1), new Winner(Key(1), 2)]);
        var watch = new Watch(decode, plane.Exchange, blocks: 4);
        using var route = plane.Exchange.Receive(Step, watch);

        var fast = plane.Post(Key(0), first).AsTask();
        await watch.Reached.WaitAsync(Patience);
        var slow = plane.Post(Key(1), second).AsTask();

        Assert.True(await fast.WaitAsync(Patience));
        Assert.True(await slow.WaitAsync(Patience));
        Assert.Equal(first.Zip(second, (a, b) => a + (2 * b)), sum);
        // One more, because a sender that holds nothing may always go on.
        Assert.InRange(watch.HeldMax, 4 * BlockBytes, 5 * BlockBytes);
    }

    [Fact]
    public async Task Waiting_sender_must_be_told_when_the_step_is_closed()
    {
        var limits = Limits with { AnswerBytesPerJob = 4 * BlockBytes };
        await using var plane = await StartAsync(limits);
        var watch = new Watch(new Collector(), plane.Exchange, blocks: 4);
        var route = plane.Exchange.Receive(Step, watch);

        var post = plane.Post(Key(0), Vector(1, Length)).AsTask();
        await watch.Reached.WaitAsync(Patience);
        route.Dispose();

        Assert.False(await post.WaitAsync(Patience));
        Assert.Equal(4, watch.Count);
    }

    private sealed class Watch(IAnswerReceiver inner, ITensorExchangeHost host, int blocks)
        : IAnswerReceiver
    {
        private readonly TaskCompletionSource _reached =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly Lock _gate = new();

        public Task Reached => _reached.Task;

        public int Count { get; private set; }

        public long HeldMax { get; private set; }

        public bool Offer(AnswerKey key, int offset, ReadOnlyMemory<float> block)
        {
            lock (_gate)
            {
                Count++;
                var held = ((Coordinator.DataPlane.HttpExchangeHost)host).AnswerBytesHeld(Job);
                HeldMax = Math.Max(HeldMax, held);
                if (Count == blocks)
                {
                    _reached.SetResult();
                }
            }

            return inner.Offer(key, offset, block);
        }

        public bool IsSettled(int offset, int count) => inner.IsSettled(offset, count);
    }
}
