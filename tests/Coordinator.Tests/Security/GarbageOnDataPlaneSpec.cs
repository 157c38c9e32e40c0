using System.Net;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Tests.DataPlane;
using AkkaCoded.Coordinator.Tests.Security.Fuzz;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using Xunit.Abstractions;
using static AkkaCoded.Coordinator.Tests.DataPlane.Plane;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>Transfers of a worker go on, bit by bit, while strangers send garbage.</summary>
public sealed class GarbageOnDataPlaneSpec(ITestOutputHelper output)
{
    private const ulong Seed = 20261121;
    private const int Length = 5000;

    [Fact]
    public async Task Transfers_must_keep_their_bits_when_garbage_comes_in_between()
    {
        await using var plane = await StartAsync(
            host: options => options with { Token = "secret" },
            worker: target => target with { Token = "secret" });
        var sender = new GarbageSender(
            new IPEndPoint(IPAddress.Loopback, plane.Server.Address.Port),
            new GarbageMaker(
                Seed, [.. plane.Server.Routes], ["/data/v1/presence/{ghost}/1"], "secret",
                Job.Value, steps: 4));
        using var open = plane.Exchange.Receive(new StepKey(Job, 1, 3), new Collector());
        using var over = new CancellationTokenSource();

        var transfers = TransferAsync(plane, over.Token);
        await sender.SendAsync(0, 3000, 8);
        await over.CancelAsync();
        var steps = await transfers;

        output.WriteLine($"seed {Seed}, {steps} steps meanwhile; " + Text(sender, plane.Server));
        Assert.True(steps > 0);
        Assert.Empty(sender.Failed);
        Assert.Equal(0, plane.Server.Refusals[Refusal.Failure]);
        Assert.All(
            [
                Refusal.Token, Refusal.Origin, Refusal.Request, Refusal.Path, Refusal.Job,
                Refusal.Epoch, Refusal.Step, Refusal.File, Refusal.Presence,
                Refusal.Block, Refusal.Checksum, Refusal.Length,
            ],
            kind => Assert.True(plane.Server.Refusals[kind] > 0, kind.ToString()));
        Assert.Equal(
            plane.Log.Count, plane.Log.Select(line => line.Split(':')[0]).Distinct().Count());
    }

    private static string Text(GarbageSender sender, DataPlaneServer server) =>
        string.Join(", ", sender.Statuses.OrderBy(pair => pair.Key)
            .Select(pair => $"{pair.Key}: {pair.Value}"))
        + "; " + string.Join(", ", Enum.GetValues<Refusal>()
            .Select(kind => $"{kind}: {server.Refusals[kind]}"));

    private static async Task<int> TransferAsync(Plane plane, CancellationToken over)
    {
        var steps = 0;
        while (!over.IsCancellationRequested)
        {
            // Steps that garbage names too.
            var step = new StepKey(Job, 1, steps % 3);
            var (parameters, answer) = (Vector(steps, Length), Vector(-steps, Length));
            plane.Exchange.Publish(new ParametersKey(Job, 1, steps), parameters);
            var receiver = new Collector();
            using var route = plane.Exchange.Receive(step, receiver);
            using var lease = await plane.Worker.GetParametersAsync(
                new ParametersKey(Job, 1, steps), default);
            Assert.Equal(parameters, lease.Values.ToArray());
            var key = new AnswerKey(step, 1, 0);
            Assert.True(await plane.Post(key, answer));
            Assert.Equal(answer, receiver.Values(key));
            steps++;
        }

        return steps;
    }
}
