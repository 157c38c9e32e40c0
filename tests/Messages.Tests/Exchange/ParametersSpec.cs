using System.Runtime.InteropServices;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Tests.Exchange;

public sealed class ParametersSpec
{
    private readonly InMemoryExchange _exchange = new();

    [Fact]
    public async Task Parameters_must_be_a_copy_when_published()
    {
        float[] values = [1, 2, 3];
        _exchange.Publish(Key(0), values);
        values[1] = 9;

        using var lease = await Get(0);

        Assert.Equal([1f, 2f, 3f], lease.Values.ToArray());
    }

    [Fact]
    public async Task Versions_must_be_there_side_by_side_when_several_are_published()
    {
        _exchange.Publish(Key(0), [1]);
        _exchange.Publish(Key(1), [2]);
        _exchange.Publish(Key(1) with { JobEpoch = 2 }, [3]);
        _exchange.Publish(Key(1) with { Job = new JobId("other") }, [4]);

        Assert.Equal(1, await First(Key(0)));
        Assert.Equal(2, await First(Key(1)));
        Assert.Equal(3, await First(Key(1) with { JobEpoch = 2 }));
        Assert.Equal(4, await First(Key(1) with { Job = new JobId("other") }));
    }

    [Fact]
    public async Task Parameters_must_be_gone_when_not_published_or_retired()
    {
        _exchange.Publish(Key(0), [1]);
        _exchange.Retire(Key(0));
        _exchange.Retire(Key(0));
        _exchange.Retire(Key(7));

        var gone = await Assert.ThrowsAsync<ParametersGoneException>(async () => await Get(0));
        await Assert.ThrowsAsync<ParametersGoneException>(async () => await Get(7));

        Assert.Equal(Key(0), gone.Key);
    }

    [Fact]
    public async Task Lease_must_keep_its_values_when_the_version_is_retired()
    {
        _exchange.Publish(Key(0), [1]);
        using var first = await Get(0);
        using var second = await Get(0);
        _exchange.Retire(Key(0));
        first.Dispose();
        for (var version = 1; version < 20; version++)
        {
            _exchange.Publish(Key(version), [100]);
            _exchange.Retire(Key(version));
        }

        Assert.Equal([1f], second.Values.ToArray());
    }

    [Fact]
    public async Task Buffer_must_be_used_again_when_the_last_lease_is_gone()
    {
        _exchange.Publish(Key(0), [1, 1]);
        var (one, two) = (await Get(0), await Get(0));
        var buffer = Buffer(one);
        Assert.Same(buffer, Buffer(two));
        _exchange.Retire(Key(0));
        one.Dispose();

        // Given back twice counts once: the other lease still holds it.
        one.Dispose();
        Assert.NotSame(buffer, await Published(Key(1)));
        two.Dispose();

        Assert.Same(buffer, await Published(Key(2)));
    }

    [Fact]
    public async Task Lease_must_not_be_read_when_it_was_given_back()
    {
        _exchange.Publish(Key(0), [1]);
        var lease = await Get(0);
        lease.Dispose();

        Assert.Throws<ObjectDisposedException>(() => lease.Values);
    }

    [Fact]
    public void Version_must_be_refused_when_it_is_published_twice()
    {
        _exchange.Publish(Key(0), [1]);

        Assert.Throws<InvalidOperationException>(() => _exchange.Publish(Key(0), [1]));
    }

    [Fact]
    public async Task Fetch_must_be_cancelled_when_its_token_is()
    {
        _exchange.Publish(Key(0), [1]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _exchange.GetParametersAsync(Key(0), new CancellationToken(true)));
    }

    [Fact]
    public void Steps_must_leave_no_garbage_of_a_vectors_size_when_versions_follow_each_other()
    {
        var values = new float[100_000];
        Steps(values, 0, 5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Steps(values, 5, 100);
        var perStep = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        Assert.True(perStep < 2000, $"{perStep} bytes a step for vectors of 400,000");
    }

    [Fact]
    public void Readers_must_see_one_whole_version_when_others_are_published_meanwhile()
    {
        const int Versions = 3000;
        var latest = -1L;
        var (reads, torn) = (0L, 0L);
        Publish(0);
        var readers = Enumerable.Range(0, 4).Select(_ => Started(Read)).ToList();
        for (var version = 1; version < Versions; version++)
        {
            Publish(version);
            _exchange.Retire(Key(version - 2));
        }

        Volatile.Write(ref latest, Versions);
        readers.ForEach(thread => thread.Join());
        Assert.Equal(0, torn);
        Assert.True(reads > 0, "no reader read anything");

        void Publish(int version)
        {
            var values = new float[257];
            Array.Fill(values, version);
            _exchange.Publish(Key(version), values);
            Volatile.Write(ref latest, version);
        }

        void Read()
        {
            do
            {
                var version = Volatile.Read(ref latest);
                var fetch = _exchange.GetParametersAsync(Key(version), default);
                if (fetch.IsCompletedSuccessfully)
                {
                    using var lease = fetch.Result;
                    Interlocked.Add(ref torn, Whole(lease, version) ? 0 : 1);
                    Interlocked.Increment(ref reads);
                }
                else
                {
                    var failure = fetch.AsTask().Exception!.InnerException;
                    Interlocked.Add(ref torn, failure is ParametersGoneException ? 0 : 1);
                }
            }
            while (Volatile.Read(ref latest) < Versions);
        }
    }

    private static bool Whole(IParametersLease lease, long version) =>
        lease.Values.Length == 257 && !lease.Values.Span.ContainsAnyExcept((float)version);

    private static Thread Started(Action work)
    {
        var thread = new Thread(() => work());
        thread.Start();
        return thread;
    }

    private void Steps(float[] values, int from, int count)
    {
        for (var version = from; version < from + count; version++)
        {
            _exchange.Publish(Key(version), values);
            var leases = new IParametersLease[4];
            for (var i = 0; i < leases.Length; i++)
            {
                leases[i] = _exchange.GetParametersAsync(Key(version), default).Result;
            }

            _exchange.Retire(Key(version));
            Array.ForEach(leases, lease => lease.Dispose());
        }
    }

    private static ParametersKey Key(long version) => new(new JobId("job"), 1, version);

    private static float[] Buffer(IParametersLease lease) =>
        MemoryMarshal.TryGetArray(lease.Values, out var segment) ? segment.Array! : [];

    private async Task<float[]> Published(ParametersKey key)
    {
        _exchange.Publish(key, [5, 6]);
        using var lease = await _exchange.GetParametersAsync(key, default);
        return Buffer(lease);
    }

    private ValueTask<IParametersLease> Get(long version) =>
        _exchange.GetParametersAsync(Key(version), CancellationToken.None);

    private async Task<float> First(ParametersKey key)
    {
        using var lease = await _exchange.GetParametersAsync(key, CancellationToken.None);
        return lease.Values.Span[0];
    }
}
