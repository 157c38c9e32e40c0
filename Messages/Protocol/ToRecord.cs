using System.Collections.Immutable;

namespace AkkaCoded.Messages.Protocol;

/// <summary>
/// From the classes of wire.proto to records, without judging them: an absent part becomes its
/// default, which <see cref="WireChecks"/> then refuses where it is needed.
/// </summary>
internal static class ToRecord
{
    public static WorkerJoined Of(Wire.WorkerJoined m) =>
        new(new WorkerId(m.Worker), m.Incarnation, m.ProtocolVersion, m.Device);

    public static Goodbye Of(Wire.Goodbye m) => new(new WorkerId(m.Worker), m.Reason);

    public static OpenJob Of(Wire.OpenJob m) =>
        new(new JobId(m.Job), m.JobEpoch, m.Configuration);

    public static JobOpened Of(Wire.JobOpened m) =>
        new(new JobId(m.Job), m.JobEpoch, new WorkerId(m.Worker), m.VectorLength);

    public static JobRefused Of(Wire.JobRefused m) =>
        new(new JobId(m.Job), m.JobEpoch, new WorkerId(m.Worker), m.Error);

    public static CloseJob Of(Wire.CloseJob m) => new(new JobId(m.Job), m.JobEpoch);

    public static Compute Of(Wire.Compute m) => new(
        Key(m.Key),
        m.ParametersVersion,
        m.Chunks,
        [.. m.RowChunks],
        [.. m.Coefficients],
        m.Local is { } local
            ? new LocalSteps([.. local.LearningRates], local.GradientScale)
            : null);

    public static Cancel Of(Wire.Cancel m) => new(Key(m.Key));

    public static Upload Of(Wire.Upload m) => new(Key(m.Key));

    public static StepClosed Of(Wire.StepClosed m) => new(
        m.Key is { } key ? new StepKey(new JobId(key.Job), key.JobEpoch, key.Step) : default);

    public static Progress Of(Wire.Progress m) => new(Key(m.Key), m.ChunksDone);

    public static Ready Of(Wire.Ready m) => new(
        Key(m.Key),
        m.VectorLength,
        m.Hash,
        m.Timings is { } t
            ? new WorkTimings(t.ParametersSeconds, t.ComputeSeconds, t.DelaySeconds)
            : default,
        m.Inline.Memory);

    public static ComputeFailed Of(Wire.ComputeFailed m) => new(Key(m.Key), m.Error);

    public static AnswerMissing Of(Wire.AnswerMissing m) => new(Key(m.Key));

    public static RestartWorker Of(Wire.RestartWorker m) => new(new WorkerId(m.Worker), m.Reason);

    public static WorkerQuarantined Of(Wire.WorkerQuarantined m) =>
        new(new WorkerId(m.Worker), m.Reason, m.CoolDownSeconds);

    public static InjectFault Of(Wire.InjectFault m) => new(m.Fault);

    public static ServePartition Of(Wire.ServePartition m) => new(
        new JobId(m.Job), m.JobEpoch, new WorkerId(m.Worker), m.Incarnation, m.FirstStep,
        m.DataPlane, m.Configuration);

    public static StopPartition Of(Wire.StopPartition m) =>
        new(new JobId(m.Job), m.JobEpoch, new WorkerId(m.Worker));

    public static PlacementRules Of(Wire.PlacementRules m) =>
        new(m.Version, [.. m.ExcludedNodes]);

    private static AnswerKey Key(Wire.AnswerKey? key) => key is null
        ? default
        : new AnswerKey(
            new StepKey(new JobId(key.Job), key.JobEpoch, key.Step), key.Partition, key.Attempt);
}
