using System.Collections.Concurrent;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

/// <summary>A data plane on a port of its own, with short blocks, and one worker's end of it.
/// </summary>
internal sealed class Plane : IAsyncDisposable
{
    public static readonly JobId Job = new("job");
    public static readonly StepKey Step = new(Job, 1, 5);

    /// <summary>How long a test waits for what has to happen: evidence that it did not.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static readonly DataPlaneLimits Limits =
        new() { BlockLength = 1024, BlockLengthMin = 16, VectorLengthMax = 1 << 20 };

    private readonly ConcurrentDictionary<Refusal, TaskCompletionSource> _logged = new();

    private Plane()
    {
    }

    public DataPlaneServer Server { get; private set; } = null!;

    public HttpExchange Worker { get; private set; } = null!;

    public DataPlaneTarget Target { get; private set; } = null!;

    public HttpExchangeHost Exchange => Server.Exchange;

    public ConcurrentQueue<string> Log { get; } = new();

    public static async Task<Plane> StartAsync(
        DataPlaneLimits? limits = null,
        Func<DataPlaneOptions, DataPlaneOptions>? host = null,
        Func<DataPlaneTarget, DataPlaneTarget>? worker = null,
        PlaneIdentity? identity = null)
    {
        limits ??= Limits;
        var plane = new Plane();
        var options = new DataPlaneOptions { Limits = limits, Log = plane.OnLog };
        plane.Server = await DataPlaneServer.StartAsync(host?.Invoke(options) ?? options);
        var target = new DataPlaneTarget(plane.Server.Address, identity) { Limits = limits };
        plane.Target = worker?.Invoke(target) ?? target;
        plane.Worker = new HttpExchange(plane.Target);
        return plane;
    }

    public static AnswerKey Key(int partition, int attempt = 0) => new(Step, partition, attempt);

    public static float[] Vector(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
    }

    /// <summary>The body of an answer as a worker sends it.</summary>
    public static byte[] Body(float[] vector, int blockLength = 1024)
    {
        var body = new MemoryStream();
        foreach (var values in vector.Chunk(blockLength))
        {
            Append(body, (int)(body.Length / ((4 * blockLength) + 24)) * blockLength, values);
        }

        return body.ToArray();
    }

    public static void Append(MemoryStream body, int offset, float[] values, ulong spoil = 0)
    {
        var header = new byte[AnswerBlock.HeaderBytes];
        new AnswerBlock(offset, values.Length, ContentHash.Of(values) ^ spoil).Write(header);
        body.Write(header);
        body.Write(FloatBytes.Of(values.AsMemory()).Span);
    }

    public ValueTask<bool> Post(AnswerKey key, ReadOnlyMemory<float> vector) =>
        Worker.PostAnswerAsync(key, vector, CancellationToken.None);

    /// <summary>Completed when the first refusal of a kind is logged.</summary>
    public Task Logged(Refusal kind) => Entry(kind).Task.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        Worker.Dispose();
        await Server.DisposeAsync();
    }

    private TaskCompletionSource Entry(Refusal kind) => _logged.GetOrAdd(
        kind, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private void OnLog(string line)
    {
        Log.Enqueue(line);
        foreach (var kind in Enum.GetValues<Refusal>().Where(k => line.Contains($"({k})")))
        {
            Entry(kind).TrySetResult();
        }
    }
}
