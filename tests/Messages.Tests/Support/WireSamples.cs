using System.Collections.Immutable;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Tests.Support;

/// <summary>Fixed messages, one or more of every kind; their bytes are approved by name.</summary>
internal static class WireSamples
{
    private static readonly JobId Job = new("digits-1");
    private static readonly StepKey Step = new(Job, 2, 1_000_000);
    private static readonly AnswerKey Key = new(Step, 7, 1);
    private static readonly WorkerId Worker = new(7);

    public static readonly ImmutableArray<(string Name, IWireMessage Message)> All =
    [
        ("usual", new WorkerJoined(Worker, 3, 1, "cuda:0")),
        ("zeros", new WorkerJoined(new WorkerId(0), 0, 1, "cpu")),
        ("usual", new Goodbye(Worker, "the node shuts down")),
        ("no reason", new Goodbye(new WorkerId(0), "")),
        ("usual", new OpenJob(Job, 2, "coded.code.family = cyclic # ü")),
        ("usual", new JobOpened(Job, 2, Worker, 1_000_000)),
        ("usual", new JobRefused(Job, 2, Worker, "no such file")),
        ("usual", new CloseJob(Job, 2)),
        ("all ones", new Compute(Key, 1_000_000, 8, [0, 3, 7], [])),
        ("coefficients", new Compute(Key, 5, 200, [1, 150], [-0.5, 2.25])),
        ("empty row", new Compute(Key, 0, 1, [], [])),
        ("local steps", new Compute(Key, 5, 8, [2], [], new LocalSteps([0.1, 0.05], 8))),
        ("usual", new Cancel(Key)),
        ("zeros", new Cancel(new AnswerKey(new StepKey(new JobId("a"), 1, 0), 0, 0))),
        ("usual", new Upload(Key)),
        ("usual", new StepClosed(Step)),
        ("usual", new Progress(Key, 2)),
        ("inline", new Ready(
            Key, 2, 0x0123456789ABCDEF, new WorkTimings(0.001, 0.02, 0.14),
            InlineVector.Bytes([1.5f, -0f]))),
        ("not inline", new Ready(Key, 1_000_000, ulong.MaxValue, default, default)),
        ("usual", new ComputeFailed(Key, "loss is not finite")),
        ("usual", new AnswerMissing(Key)),
        ("usual", new RestartWorker(Worker, "no progress for 1.2 s")),
        ("usual", new WorkerQuarantined(Worker, "3 crashes in 60 s", 30)),
        ("usual", new InjectFault("slow worker=2 factor=8")),
        ("usual", new ServePartition(
            Job, 2, Worker, 4, 1_000_000, "http://10.0.0.5:7400", "coded.job.name = digits-1")),
        ("first call", new ServePartition(
            Job, 1, new WorkerId(0), 0, 0, "https://coordinator.example:7400", "")),
        ("usual", new StopPartition(Job, 2, Worker)),
        ("usual", new PlacementRules(1_700_000_000_000, ["w3", "10.0.0.7:7401"])),
        ("nobody", new PlacementRules(0, [])),
    ];
}
