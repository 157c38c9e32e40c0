using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using static AkkaCoded.Coordinator.Tests.DataPlane.Plane;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

public sealed class ParametersOverHttpSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(65_536)]
    [InlineData(300_001)]
    public async Task Parameters_must_arrive_bit_by_bit_when_asked_for(int length)
    {
        await using var plane = await StartAsync();
        var values = Vector(length, length);
        values[length / 2] = BitConverter.UInt32BitsToSingle(0x7FC12345);
        values[0] = -0f;
        plane.Exchange.Publish(Version(3), values);

        using var lease = await plane.Worker.GetParametersAsync(Version(3), default);

        Assert.Equal(Bits(values), Bits(lease.Values.ToArray()));
    }

    [Fact]
    public async Task Memory_must_serve_the_next_version_when_the_lease_is_given_back()
    {
        await using var plane = await StartAsync();
        plane.Exchange.Publish(Version(0), Vector(1, 5000));
        plane.Exchange.Publish(Version(1), Vector(2, 5000));
        var first = await plane.Worker.GetParametersAsync(Version(0), default);
        var memory = first.Values;
        first.Dispose();

        using var second = await plane.Worker.GetParametersAsync(Version(1), default);

        Assert.Equal(memory, second.Values);
        Assert.Equal(Vector(2, 5000), second.Values.ToArray());
    }

    [Fact]
    public async Task Worker_must_be_told_when_a_version_is_not_there()
    {
        await using var plane = await StartAsync();
        plane.Exchange.Publish(Version(3), Vector(1, 10));
        plane.Exchange.Publish(Version(4), Vector(2, 10));
        plane.Exchange.Retire(Version(3));

        await Gone(Version(3));
        await Gone(Version(5));
        await Gone(Version(4) with { JobEpoch = 2 });
        await Gone(Version(4) with { JobEpoch = 0 });
        await Gone(Version(4) with { Job = new JobId("other") });

        async Task Gone(ParametersKey key)
        {
            var error = await Assert.ThrowsAsync<ParametersGoneException>(
                async () => await plane.Worker.GetParametersAsync(key, default));
            Assert.Equal(key, error.Key);
        }
    }

    [Fact]
    public async Task Workers_must_all_get_their_version_when_versions_come_and_go()
    {
        const int Workers = 6, Versions = 12;
        await using var plane = await StartAsync();
        var vectors = Enumerable.Range(0, Versions).Select(v => Vector(v, 40_000)).ToArray();
        for (var version = 0; version < Versions; version++)
        {
            plane.Exchange.Publish(Version(version), vectors[version]);
        }

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < Versions; i++)
            {
                var version = (i + worker) % Versions;
                using var lease = await plane.Worker.GetParametersAsync(
                    Version(version), default);
                Assert.Equal(vectors[version], lease.Values.ToArray());
            }
        })));
    }

    [Fact]
    public async Task Fetch_must_end_when_it_is_cancelled()
    {
        await using var plane = await StartAsync();
        plane.Exchange.Publish(Version(3), Vector(1, 10));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await plane.Worker.GetParametersAsync(Version(3), new CancellationToken(true)));
    }

    private static ParametersKey Version(long version) => new(Job, 1, version);

    private static uint[] Bits(float[] values) =>
        [.. values.Select(BitConverter.SingleToUInt32Bits)];
}
