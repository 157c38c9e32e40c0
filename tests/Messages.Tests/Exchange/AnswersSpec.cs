using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Tests.Exchange;

public sealed class AnswersSpec
{
    private static readonly StepKey Step = new(new JobId("job"), 1, 5);
    private static readonly AnswerKey Key = new(Step, 3, 0);
    private static readonly float[] Vector = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    private readonly InMemoryExchange _exchange = new(blockLength: 4);

    [Fact]
    public async Task Answer_must_come_in_blocks_one_after_another_when_posted()
    {
        var receiver = new Collector();
        using var route = _exchange.Receive(Step, receiver);

        Assert.True(await Post(Key));

        Assert.Equal([(Key, 0, 4), (Key, 4, 4), (Key, 8, 2)], receiver.Blocks);
        Assert.Equal(Vector, receiver.Values);
    }

    [Fact]
    public async Task Answer_must_be_handed_over_without_copying_when_posted()
    {
        var receiver = new Collector { Wanted = block => block.Span.Overlaps(Vector) };
        using var route = _exchange.Receive(Step, receiver);

        Assert.True(await Post(Key));
    }

    [Fact]
    public async Task Answer_must_come_in_one_block_when_it_is_short()
    {
        var exchange = new InMemoryExchange();
        var receiver = new Collector();
        using var route = exchange.Receive(Step, receiver);

        Assert.True(await exchange.PostAnswerAsync(Key, Vector, CancellationToken.None));

        Assert.Equal([(Key, 0, 10)], receiver.Blocks);
    }

    [Fact]
    public async Task Sender_must_be_told_when_nobody_waits_for_its_step()
    {
        using var route = _exchange.Receive(Step, new Collector());

        Assert.False(await Post(Key with { Step = Step with { Step = 6 } }));
        Assert.False(await Post(Key with { Step = Step with { JobEpoch = 2 } }));
        Assert.False(await Post(Key with { Step = Step with { Job = new JobId("other") } }));
    }

    [Fact]
    public async Task Sender_must_stop_when_the_receiver_wants_no_more()
    {
        var receiver = new Collector { Wanted = block => block.Span[0] < 4 };
        using var route = _exchange.Receive(Step, receiver);

        Assert.False(await Post(Key));

        Assert.Equal([(Key, 0, 4), (Key, 4, 4)], receiver.Blocks);
    }

    [Fact]
    public async Task Sender_must_stop_when_the_step_is_closed_meanwhile()
    {
        var receiver = new Collector();
        var route = _exchange.Receive(Step, receiver);
        receiver.Wanted = _ =>
        {
            route.Dispose();
            return true;
        };

        Assert.False(await Post(Key));
        Assert.False(await Post(Key));

        Assert.Single(receiver.Blocks);
    }

    [Fact]
    public async Task Sender_must_stop_when_it_is_cancelled_meanwhile()
    {
        using var cancel = new CancellationTokenSource();
        var receiver = new Collector
        {
            Wanted = _ =>
            {
                cancel.Cancel();
                return true;
            },
        };
        using var route = _exchange.Receive(Step, receiver);

        var post = _exchange.PostAnswerAsync(Key, Vector, cancel.Token);

        Assert.True(post.IsCanceled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await post);
        Assert.Single(receiver.Blocks);
    }

    [Fact]
    public async Task Failure_must_be_found_where_the_answer_is_awaited_when_the_receiver_throws()
    {
        using var route = _exchange.Receive(Step, new Collector
        {
            Wanted = _ => throw new InvalidDataException("no"),
        });

        var post = Post(Key);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await post);
    }

    [Fact]
    public async Task Step_must_have_one_receiver_when_several_would_like_to()
    {
        var (old, other) = (new Collector(), new Collector());
        var first = _exchange.Receive(Step, old);
        Assert.Throws<InvalidOperationException>(() => _exchange.Receive(Step, other));
        first.Dispose();
        using var second = _exchange.Receive(Step, old);

        // The route that ended before must not end the one that took its place.
        first.Dispose();

        Assert.True(await Post(Key));
        Assert.NotEmpty(old.Blocks);
        Assert.Empty(other.Blocks);
    }

    [Fact]
    public void Answers_must_all_arrive_whole_when_many_threads_post()
    {
        const int Threads = 6, Steps = 400;
        var receivers = Enumerable.Range(0, Steps).Select(_ => new Totals(Threads)).ToList();
        var routes = receivers
            .Select((receiver, step) => _exchange.Receive(Step with { Step = step }, receiver))
            .ToList();
        var posted = 0;
        var threads = Enumerable.Range(0, Threads).Select(Poster).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(Threads * Steps, posted);
        Assert.All(receivers, receiver => Assert.All(receiver.Sums, sum => Assert.Equal(45, sum)));
        routes.ForEach(route => route.Dispose());

        Thread Poster(int partition) => new(() =>
        {
            for (var step = 0; step < Steps; step++)
            {
                var key = new AnswerKey(Step with { Step = step }, partition, 0);
                Interlocked.Add(ref posted, Post(key).Result ? 1 : 0);
            }
        });
    }

    private ValueTask<bool> Post(AnswerKey key) =>
        _exchange.PostAnswerAsync(key, Vector, CancellationToken.None);

    private sealed class Collector : IAnswerReceiver
    {
        public Func<ReadOnlyMemory<float>, bool> Wanted { get; set; } = _ => true;

        public List<(AnswerKey Key, int Offset, int Length)> Blocks { get; } = [];

        public List<float> Values { get; } = [];

        public bool Offer(AnswerKey key, int offset, ReadOnlyMemory<float> block)
        {
            Blocks.Add((key, offset, block.Length));
            Values.AddRange(block.Span);
            return Wanted(block);
        }
    }

    /// <summary>Each partition's own place, as only its thread writes there.</summary>
    private sealed class Totals(int partitions) : IAnswerReceiver
    {
        public float[] Sums { get; } = new float[partitions];

        public bool Offer(AnswerKey key, int offset, ReadOnlyMemory<float> block)
        {
            foreach (var value in block.Span)
            {
                Sums[key.Partition] += value;
            }

            return true;
        }
    }
}
