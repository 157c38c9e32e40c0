using System.Collections.Immutable;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Tests.Support;

/// <summary>Messages of any kind with values from all over their ranges, drawn by a seed.</summary>
internal sealed class RandomMessages(int seed)
{
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    private static readonly string[] TextParts =
        ["a", "Z", " ", "\n", "\0", "ß", "漢", "\U0001F600", "\"", "%s"];

    private readonly Random _random = new(seed);
    private ImmutableArray<Func<IWireMessage>> _kinds;

    public IWireMessage Next() => Kinds[_random.Next(Kinds.Length)]();

    private ImmutableArray<Func<IWireMessage>> Kinds => _kinds.IsDefault
        ? _kinds =
        [
            () => new WorkerJoined(Worker(), Long(0), Int(1), Text(1, 200)),
            () => new Goodbye(Worker(), Text(0, 1000)),
            () => new OpenJob(Job(), Long(1), Text(0, 7000)),
            () => new JobOpened(Job(), Long(1), Worker(), Int(1)),
            () => new JobRefused(Job(), Long(1), Worker(), Text(0, 1000)),
            () => new CloseJob(Job(), Long(1)),
            Compute,
            () => new Cancel(Key()),
            () => new Upload(Key()),
            () => new StepClosed(Step()),
            () => new Progress(Key(), _random.Next(WireLimits.RowChunksMax + 1)),
            Ready,
            () => new ComputeFailed(Key(), Text(0, 1000)),
            () => new AnswerMissing(Key()),
            () => new RestartWorker(Worker(), Text(0, 1000)),
            () => new WorkerQuarantined(Worker(), Text(0, 1000), Seconds()),
            () => new InjectFault(Text(1, 100)),
            () => new ServePartition(
                Job(), Long(1), Worker(), Long(0), Long(0), Address(), Text(0, 7000)),
            () => new StopPartition(Job(), Long(1), Worker()),
            () => new PlacementRules(
                Long(0), [.. Enumerable.Range(0, Size(200)).Select(_ => Text(1, 20))]),
        ]
        : _kinds;

    public byte[] Bytes(int lengthMax)
    {
        var bytes = new byte[_random.Next(lengthMax + 1)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private IWireMessage Compute()
    {
        var chunks = _random.Next(1, 65537);
        var row = Enumerable.Range(0, Size(WireLimits.RowChunksMax))
            .Select(_ => _random.Next(chunks)).Distinct().Order().ToImmutableArray();
        var local = _random.Next(3) > 0
            ? null
            : new LocalSteps(
                [.. Enumerable.Range(0, 1 + Size(1023)).Select(_ => Finite())], 1 + Seconds());
        return new Compute(
            Key(), Long(0), chunks, row, [.. _random.Next(2) == 0 ? [] : row.Select(_ => Finite())],
            local);
    }

    private IWireMessage Ready()
    {
        var inline = _random.Next(3) > 0 ? new byte[4 * (1 + Size(4095))] : [];
        _random.NextBytes(inline);
        return new Ready(
            Key(), inline.Length == 0 ? Int(1) : inline.Length / 4, (ulong)_random.NextInt64() * 2,
            new WorkTimings(Seconds(), Seconds(), Seconds()), inline);
    }

    private string Address() =>
        $"http{(_random.Next(2) == 0 ? "" : "s")}://{Job().Value}:{1 + _random.Next(65535)}";

    private AnswerKey Key() => new(Step(), _random.Next(4096), Int(0));

    private StepKey Step() => new(Job(), Long(1), Long(0));

    private WorkerId Worker() => new(Int(0));

    private JobId Job() => new("j" + string.Concat(
        Enumerable.Range(0, Size(63)).Select(_ => NameCharacters[_random.Next(37)])));

    private string Text(int least, int most) => string.Concat(
        Enumerable.Range(0, least + Size(most - least))
            .Select(_ => TextParts[_random.Next(TextParts.Length)]));

    // Mostly small, sometimes the largest.
    private int Size(int most) => _random.Next(8) switch
    {
        0 => most,
        1 => 0,
        2 => _random.Next(most + 1),
        _ => _random.Next(Math.Min(most, 12) + 1),
    };

    private int Int(int least) => _random.Next(3) switch
    {
        0 => least,
        1 => int.MaxValue,
        _ => _random.Next(least, 1 << _random.Next(2, 31)),
    };

    private long Long(long least) => _random.Next(3) switch
    {
        0 => least,
        1 => long.MaxValue,
        _ => _random.NextInt64(least, 1L << _random.Next(2, 63)),
    };

    private double Seconds() => _random.NextDouble() * Math.Pow(10, _random.Next(-9, 6));

    private double Finite()
    {
        var value = BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue));
        return double.IsFinite(value) ? value : -0.0;
    }
}
