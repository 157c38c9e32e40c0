using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Messages.Exchange;
using static AkkaCoded.Coordinator.Tests.DataPlane.Plane;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

/// <summary>What is allocated is known of the whole process only: nothing else may run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

[Trait("Suite", "Slow")]
[Collection(AloneCollection.Name)]
public sealed class BigVectorsSpec
{
    private const int Length = 25_000_000;

    [Fact]
    public async Task Vectors_of_100_MB_must_arrive_bit_by_bit()
    {
        await using var plane = await StartAsync(DataPlaneLimits.Default);
        var (first, second) = (Vector(1, Length), Vector(2, Length));
        var key = new ParametersKey(Job, 1, 0);
        plane.Exchange.Publish(key, first);
        using var decode = new StreamingDecode(_ => { }, TimeProvider.System);
        var sum = new float[Length];
        decode.Begin(sum, [new Winner(Key(0), 1), new Winner(Key(1), -1)]);
        using var route = plane.Exchange.Receive(Step, decode);

        using var lease = await plane.Worker.GetParametersAsync(key, default);
        var posts = await Task.WhenAll(
            plane.Post(Key(0), first).AsTask(), plane.Post(Key(1), second).AsTask());

        Assert.All(posts, Assert.True);
        Assert.True(lease.Values.Span.SequenceEqual(first));
        Assert.True(first.Zip(second, (a, b) => a - b).SequenceEqual(sum));
    }

    [Fact]
    public async Task Memory_must_stay_within_the_jobs_when_answers_are_larger()
    {
        var limits = DataPlaneLimits.Default with { AnswerBytesPerJob = 8L << 20 };
        await using var plane = await StartAsync(limits);
        var vector = Vector(1, Length);
        using var decode = new StreamingDecode(_ => { }, TimeProvider.System);
        var sum = new float[Length];
        Winner[] winners = [.. Enumerable.Range(0, 4).Select(i => new Winner(Key(i), 1))];
        decode.Begin(sum, winners);
        using var route = plane.Exchange.Receive(Step, decode);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var posts = await Task.WhenAll(
            winners.Select(winner => plane.Post(winner.Key, vector).AsTask()));

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.All(posts, Assert.True);
        Assert.True(vector.Select(v => v + v + v + v).SequenceEqual(sum));
        // Four answers of 100 MB each.
        Assert.InRange(allocated, 0, 80_000_000);
    }
}
