using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.DataPlane;
using static AkkaCoded.Coordinator.Tests.DataPlane.Plane;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

public sealed class AnswersOverHttpSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_003)]
    public async Task Answer_must_arrive_bit_by_bit_when_posted(int length)
    {
        await using var plane = await StartAsync();
        var receiver = new Collector();
        using var route = plane.Exchange.Receive(Step, receiver);
        var vector = Vector(length, length);
        vector[0] = BitConverter.UInt32BitsToSingle(0xFFC54321);
        vector[^1] = -0f;

        Assert.True(await plane.Post(Key(3, 2), vector));
        Assert.True(await plane.Post(Key(4), vector));

        Assert.Equal(2 * ((length + 1023) / 1024), receiver.Blocks.Count);
        Assert.Equal(
            vector.Select(BitConverter.SingleToUInt32Bits),
            receiver.Values(Key(3, 2)).Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public async Task Answers_must_be_decoded_as_they_come_when_many_workers_post()
    {
        const int Workers = 8, Length = 150_001, Steps = 3;
        await using var plane = await StartAsync();
        DecodeDone? done = null;
        using var decode = new StreamingDecode(d => done = d, TimeProvider.System, 1024);
        var sum = new float[Length];
        for (var step = 0; step < Steps; step++)
        {
            var key = Step with { Step = step };
            var answers = Enumerable.Range(0, Workers)
                .Select(worker => Vector((100 * step) + worker, Length)).ToArray();
            Winner[] winners = [.. answers.Select(
                (_, worker) => new Winner(new AnswerKey(key, worker, 0), 1 + (0.25 * worker)))];
            decode.Begin(sum, winners);
            done = null;
            using (plane.Exchange.Receive(key, decode))
            {
                var posts = await Task.WhenAll(winners.Select((winner, worker) => Task.Run(
                    () => plane.Post(winner.Key, answers[worker]).AsTask())));

                Assert.All(posts, Assert.True);
                Assert.NotNull(done);
                Assert.Equal(Sum(winners, answers), sum);
            }
        }

        Assert.Equal(0, plane.Exchange.AnswerBytesHeld(Job));
        Assert.Equal(0, plane.Server.Refusals.Total);
    }

    [Fact]
    public async Task Sender_must_be_told_when_nobody_waits_for_its_step()
    {
        await using var plane = await StartAsync();
        using var route = plane.Exchange.Receive(Step, new Collector());
        var vector = Vector(1, 200_000);

        Assert.False(await plane.Post(new AnswerKey(Step with { Step = 6 }, 0, 0), vector));
        Assert.False(await plane.Post(new AnswerKey(Step with { JobEpoch = 0 }, 0, 0), vector));
        Assert.False(await plane.Post(
            new AnswerKey(Step with { Job = new JobId("other") }, 0, 0), vector));

        Assert.Equal(1, plane.Server.Refusals[Refusal.Step]);
        Assert.Equal(1, plane.Server.Refusals[Refusal.Epoch]);
        Assert.Equal(1, plane.Server.Refusals[Refusal.Job]);
    }

    [Fact]
    public async Task Sender_must_stop_when_the_receiver_wants_no_more()
    {
        await using var plane = await StartAsync();
        var receiver = new Collector { Wanted = (_, offset) => offset < 2048 };
        using var route = plane.Exchange.Receive(Step, receiver);

        Assert.False(await plane.Post(Key(0), Vector(1, 1_000_000)));
        Assert.True(await plane.Post(Key(1), Vector(1, 2000)));

        Assert.Equal([0, 1024, 2048], receiver.Blocks.Where(b => b.Key == Key(0))
            .Select(b => b.Offset));
    }

    [Fact]
    public async Task Sender_must_be_told_when_the_step_is_closed_meanwhile()
    {
        await using var plane = await StartAsync();
        var receiver = new Collector();
        var route = plane.Exchange.Receive(Step, receiver);
        receiver.Wanted = (_, _) =>
        {
            route.Dispose();
            return true;
        };

        Assert.False(await plane.Post(Key(0), Vector(1, 1_000_000)));
        Assert.False(await plane.Post(Key(0), Vector(1, 10)));

        Assert.Single(receiver.Blocks);
        Assert.Equal(0, plane.Exchange.AnswerBytesHeld(Job));
    }

    [Fact]
    public async Task Bytes_must_stop_when_the_sender_is_cancelled_meanwhile()
    {
        await using var plane = await StartAsync();
        using var cancel = new CancellationTokenSource();
        using var goOn = new ManualResetEventSlim();
        var receiver = new Collector();
        using var route = plane.Exchange.Receive(Step, receiver);
        receiver.Wanted = (_, _) =>
        {
            cancel.Cancel();
            return goOn.Wait(Patience);
        };

        var post = plane.Worker.PostAnswerAsync(Key(0), Vector(1, 1 << 20), cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await post);
        goOn.Set();

        await plane.Logged(Refusal.Broken);
        Assert.True(receiver.Blocks.Count < 1024, "not all of the blocks had left");
    }

    [Fact]
    public async Task Failure_must_be_found_where_the_answer_is_awaited_when_the_receiver_throws()
    {
        await using var plane = await StartAsync();
        using var route = plane.Exchange.Receive(
            Step, new Collector { Wanted = (_, _) => throw new InvalidDataException("no") });

        var error = await Assert.ThrowsAsync<DataPlaneException>(
            async () => await plane.Post(Key(0), Vector(1, 5000)));

        Assert.Equal(500, error.Status);
        Assert.Equal(1, plane.Server.Refusals[Refusal.Receiver]);
    }

    [Fact]
    public async Task Memory_must_stay_until_the_step_is_over_when_the_receiver_may_read_it()
    {
        await using var plane = await StartAsync();
        var receiver = new Collector();
        var vectors = Enumerable.Range(0, 5).Select(seed => Vector(seed, 3000)).ToArray();
        var route = plane.Exchange.Receive(Step, receiver);
        for (var worker = 0; worker < vectors.Length; worker++)
        {
            Assert.True(await plane.Post(Key(worker), vectors[worker]));
        }

        Assert.All(vectors, (vector, worker) => Assert.Equal(vector, receiver.Values(Key(worker))));
        Assert.Equal(5 * 3 * 4096, plane.Exchange.AnswerBytesHeld(Job));
        route.Dispose();
        Assert.Equal(0, plane.Exchange.AnswerBytesHeld(Job));
    }

    private static float[] Sum(Winner[] winners, float[][] answers)
    {
        var sum = new float[answers[0].Length];
        for (var i = 0; i < sum.Length; i++)
        {
            for (var worker = 0; worker < winners.Length; worker++)
            {
                sum[i] = MathF.FusedMultiplyAdd(
                    (float)winners[worker].Coefficient, answers[worker][i], sum[i]);
            }
        }

        return sum;
    }
}
