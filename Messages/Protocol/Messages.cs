using System.Collections.Immutable;

namespace AkkaCoded.Messages.Protocol;

/// <summary>
/// A message between coordinator and workers. All of them are small (see
/// <see cref="WireLimits.MessageBytesMax"/>), immutable, and bound to the wire serializer. Who sent
/// it is the message's sender; no message carries a reference.
/// </summary>
public interface IWireMessage;

/// <summary>Bounds that hold for every message.</summary>
public static class WireLimits
{
    /// <summary>Largest serialized control message: Akka.Remote drops frames over 128,000 bytes,
    /// and large ones delay heartbeats.</summary>
    public const int MessageBytesMax = 32 * 1024;

    /// <summary>Longest vector that rides inside <see cref="Ready"/>, in bytes.</summary>
    public const int InlineBytesMax = 16 * 1024;

    /// <summary>Most chunks in the row of one <see cref="Compute"/>.</summary>
    public const int RowChunksMax = 1024;

    /// <summary>Most local steps of one <see cref="Compute"/>.</summary>
    public const int LocalStepsMax = 1024;

    /// <summary>Longest text for people (reasons, errors), in UTF-16 units. A longer one is cut
    /// when it is sent, because a long stack trace must not keep a failure from being told.
    /// </summary>
    public const int TextCharsMax = 4000;

    /// <summary>Longest name of a device and longest text of a fault, in UTF-16 units.</summary>
    public const int NameCharsMax = 256;

    /// <summary>Longest address of a data plane, in UTF-16 units.</summary>
    public const int AddressCharsMax = 512;

    /// <summary>Most nodes that <see cref="PlacementRules"/> can exclude.</summary>
    public const int ExcludedNodesMax = 200;

    /// <summary>Version of this protocol; the two ends must agree.</summary>
    public const int ProtocolVersion = 1;
}

/// <summary>Worker to coordinator: here I am, give me work. Repeated after every restart.</summary>
/// <param name="Worker">Its stable number.</param>
/// <param name="Incarnation">Grows with each start of this worker.</param>
/// <param name="ProtocolVersion"><see cref="WireLimits.ProtocolVersion"/> of the worker.</param>
/// <param name="Device">What it computes on, such as <c>cpu</c> or <c>cuda:0</c>.</param>
public sealed record WorkerJoined(
    WorkerId Worker, long Incarnation, int ProtocolVersion, string Device) : IWireMessage;

/// <summary>Worker to coordinator: it leaves in good order and is not to be waited for.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record Goodbye(WorkerId Worker, string Reason) : IWireMessage;

/// <summary>Coordinator to worker: what the job is. The worker answers with
/// <see cref="JobOpened"/>, or with <see cref="JobRefused"/> where it cannot.</summary>
/// <param name="Job">The job.</param>
/// <param name="JobEpoch">The coordinator's reign.</param>
/// <param name="Configuration">The job as HOCON.</param>
public sealed record OpenJob(JobId Job, long JobEpoch, string Configuration) : IWireMessage;

/// <summary>Worker to coordinator: data and model are ready.</summary>
/// <param name="Job">The job.</param>
/// <param name="JobEpoch">The reign it was opened under.</param>
/// <param name="Worker">Who.</param>
/// <param name="VectorLength">Length of its answers; must be the coordinator's.</param>
public sealed record JobOpened(JobId Job, long JobEpoch, WorkerId Worker, int VectorLength)
    : IWireMessage;

/// <summary>Worker to coordinator: it cannot work on this job.</summary>
/// <param name="Job">The job.</param>
/// <param name="JobEpoch">The reign.</param>
/// <param name="Worker">Who.</param>
/// <param name="Error">Why, for people.</param>
public sealed record JobRefused(JobId Job, long JobEpoch, WorkerId Worker, string Error)
    : IWireMessage;

/// <summary>Coordinator to worker: the job is over; drop model, data and answers.</summary>
/// <param name="Job">The job.</param>
/// <param name="JobEpoch">The reign.</param>
public sealed record CloseJob(JobId Job, long JobEpoch) : IWireMessage;

/// <summary>Coordinator to worker: compute a row.</summary>
/// <param name="Key">Step, partition, attempt.</param>
/// <param name="ParametersVersion">Parameters to compute at.</param>
/// <param name="Chunks">Chunks that the step's samples are cut into.</param>
/// <param name="RowChunks">The row's chunks, in rising order.</param>
/// <param name="Coefficients">One per chunk; empty: all 1.</param>
/// <param name="Local">Local steps instead of one gradient, or null.</param>
public sealed record Compute(
    AnswerKey Key,
    long ParametersVersion,
    int Chunks,
    ImmutableArray<int> RowChunks,
    ImmutableArray<double> Coefficients,
    LocalSteps? Local = null) : IWireMessage;

/// <summary>
/// Local SGD: the worker takes steps Key.Step .. Key.Step + count - 1 by itself, each on its row's
/// chunks, and answers with the change of its weights, loss and right answers averaged over them.
/// </summary>
/// <param name="LearningRates">One per local step, 1 to <see cref="WireLimits.LocalStepsMax"/>.
/// </param>
/// <param name="GradientScale">Factor on the row's gradient: number of workers that share a step.
/// </param>
public sealed record LocalSteps(ImmutableArray<double> LearningRates, double GradientScale);

/// <summary>Coordinator to worker: stop between two chunks (an injected delay ends at once); keep
/// what is done until <see cref="StepClosed"/>.</summary>
/// <param name="Key">What is no longer needed.</param>
public sealed record Cancel(AnswerKey Key) : IWireMessage;

/// <summary>Coordinator to worker: the answer is needed, post it to the tensor exchange.</summary>
/// <param name="Key">Which answer.</param>
public sealed record Upload(AnswerKey Key) : IWireMessage;

/// <summary>Coordinator to worker: nothing of this step is needed any more.</summary>
/// <param name="Key">The step.</param>
public sealed record StepClosed(StepKey Key) : IWireMessage;

/// <summary>Worker to coordinator: a chunk is done.</summary>
/// <param name="Key">Of which row.</param>
/// <param name="ChunksDone">Chunks of the row that are done.</param>
public sealed record Progress(AnswerKey Key, int ChunksDone) : IWireMessage;

/// <summary>Worker to coordinator: the row is done.</summary>
/// <param name="Key">Which row.</param>
/// <param name="VectorLength">Number of float32 values.</param>
/// <param name="Hash"><c>ContentHash</c> of the values; replicas of one row must agree.</param>
/// <param name="Timings">Where the time went.</param>
/// <param name="Inline">The values as little-endian float32, where they are at most
/// <see cref="WireLimits.InlineBytesMax"/> bytes; else empty.</param>
public sealed record Ready(
    AnswerKey Key, int VectorLength, ulong Hash, WorkTimings Timings, ReadOnlyMemory<byte> Inline)
    : IWireMessage;

/// <summary>Where a worker's time went, in seconds.</summary>
/// <param name="ParametersSeconds">Fetching parameters and setting the model to them.</param>
/// <param name="ComputeSeconds">Computing chunks.</param>
/// <param name="DelaySeconds">Injected delay.</param>
public readonly record struct WorkTimings(
    double ParametersSeconds, double ComputeSeconds, double DelaySeconds);

/// <summary>Worker to coordinator: a computation threw; the worker starts anew with a clean state
/// and can be asked again.</summary>
/// <param name="Key">Which row.</param>
/// <param name="Error">What was thrown, for people.</param>
public sealed record ComputeFailed(AnswerKey Key, string Error) : IWireMessage;

/// <summary>Worker to coordinator: asked to <see cref="Upload"/> what it does not hold.</summary>
/// <param name="Key">Which answer.</param>
public sealed record AnswerMissing(AnswerKey Key) : IWireMessage;

/// <summary>Coordinator to a worker's node: restart it, it does not move.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record RestartWorker(WorkerId Worker, string Reason) : IWireMessage;

/// <summary>Node to coordinator: it has given up on a worker for a while.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="CoolDownSeconds">How long.</param>
public sealed record WorkerQuarantined(WorkerId Worker, string Reason, double CoolDownSeconds)
    : IWireMessage;

/// <summary>Anyone to a worker's node: inject a fault; refused unless chaos is enabled.</summary>
/// <param name="Fault">A fault in text form, such as <c>slow worker=2 factor=8</c>.</param>
public sealed record InjectFault(string Fault) : IWireMessage;

/// <summary>
/// Coordinator to a partition, by way of the shard region <c>partitions</c>: be somewhere, and have
/// your node join this job as that worker. The sender is the job. Said again until the worker is
/// there; a node where it runs already has it say <see cref="WorkerJoined"/> once more.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="JobEpoch">The coordinator's reign.</param>
/// <param name="Worker">Which worker: with the job's name it is the entity.</param>
/// <param name="Incarnation">Least incarnation of a worker that is started for this: above that of
/// every earlier one, wherever that ran.</param>
/// <param name="FirstStep">Single injected faults of earlier steps have happened already.</param>
/// <param name="DataPlane">Address of the coordinator's data plane, such as
/// <c>http://10.0.0.5:7400</c>.</param>
/// <param name="Configuration">The job as HOCON.</param>
public sealed record ServePartition(
    JobId Job,
    long JobEpoch,
    WorkerId Worker,
    long Incarnation,
    long FirstStep,
    string DataPlane,
    string Configuration) : IWireMessage;

/// <summary>Coordinator to a partition: the job is over or needs it no more; leave your node.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="JobEpoch">The reign.</param>
/// <param name="Worker">Which worker.</param>
public sealed record StopPartition(JobId Job, long JobEpoch, WorkerId Worker) : IWireMessage;

/// <summary>Coordinator to every node: where partitions may not be. Each node needs it, because the
/// cluster decides which of them allocates.</summary>
/// <param name="Version">Grows with each change; an older one is dropped.</param>
/// <param name="ExcludedNodes">Names of nodes that are drained or in quarantine.</param>
public sealed record PlacementRules(long Version, ImmutableArray<string> ExcludedNodes)
    : IWireMessage;
