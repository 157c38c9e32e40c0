using Google.Protobuf;

namespace AkkaCoded.Messages.Protocol;

/// <summary>From records that passed <see cref="WireChecks"/> to the classes of wire.proto.
/// </summary>
internal static class ToWire
{
    public static Wire.WorkerJoined Of(WorkerJoined m) => new()
    {
        Worker = m.Worker.Number,
        Incarnation = m.Incarnation,
        ProtocolVersion = m.ProtocolVersion,
        Device = m.Device,
    };

    public static Wire.Goodbye Of(Goodbye m) =>
        new() { Worker = m.Worker.Number, Reason = Cut(m.Reason) };

    public static Wire.OpenJob Of(OpenJob m) => new()
    {
        Job = m.Job.Value,
        JobEpoch = m.JobEpoch,
        Configuration = m.Configuration,
    };

    public static Wire.JobOpened Of(JobOpened m) => new()
    {
        Job = m.Job.Value,
        JobEpoch = m.JobEpoch,
        Worker = m.Worker.Number,
        VectorLength = m.VectorLength,
    };

    public static Wire.JobRefused Of(JobRefused m) => new()
    {
        Job = m.Job.Value,
        JobEpoch = m.JobEpoch,
        Worker = m.Worker.Number,
        Error = Cut(m.Error),
    };

    public static Wire.CloseJob Of(CloseJob m) =>
        new() { Job = m.Job.Value, JobEpoch = m.JobEpoch };

    public static Wire.Compute Of(Compute m)
    {
        var wire = new Wire.Compute
        {
            Key = Key(m.Key),
            ParametersVersion = m.ParametersVersion,
            Chunks = m.Chunks,
            Local = m.Local is null ? null : Local(m.Local),
        };
        wire.RowChunks.AddRange(m.RowChunks);
        wire.Coefficients.AddRange(m.Coefficients);
        return wire;
    }

    public static Wire.Cancel Of(Cancel m) => new() { Key = Key(m.Key) };

    public static Wire.Upload Of(Upload m) => new() { Key = Key(m.Key) };

    public static Wire.StepClosed Of(StepClosed m) => new()
    {
        Key = new Wire.StepKey
        {
            Job = m.Key.Job.Value,
            JobEpoch = m.Key.JobEpoch,
            Step = m.Key.Step,
        },
    };

    public static Wire.Progress Of(Progress m) =>
        new() { Key = Key(m.Key), ChunksDone = m.ChunksDone };

    public static Wire.Ready Of(Ready m) => new()
    {
        Key = Key(m.Key),
        VectorLength = m.VectorLength,
        Hash = m.Hash,
        Timings = new Wire.WorkTimings
        {
            ParametersSeconds = m.Timings.ParametersSeconds,
            ComputeSeconds = m.Timings.ComputeSeconds,
            DelaySeconds = m.Timings.DelaySeconds,
        },
        Inline = UnsafeByteOperations.UnsafeWrap(m.Inline),
    };

    public static Wire.ComputeFailed Of(ComputeFailed m) =>
        new() { Key = Key(m.Key), Error = Cut(m.Error) };

    public static Wire.AnswerMissing Of(AnswerMissing m) => new() { Key = Key(m.Key) };

    public static Wire.RestartWorker Of(RestartWorker m) =>
        new() { Worker = m.Worker.Number, Reason = Cut(m.Reason) };

    public static Wire.WorkerQuarantined Of(WorkerQuarantined m) => new()
    {
        Worker = m.Worker.Number,
        Reason = Cut(m.Reason),
        CoolDownSeconds = m.CoolDownSeconds,
    };

    public static Wire.InjectFault Of(InjectFault m) => new() { Fault = m.Fault };

    public static Wire.ServePartition Of(ServePartition m) => new()
    {
        Job = m.Job.Value,
        JobEpoch = m.JobEpoch,
        Worker = m.Worker.Number,
        Incarnation = m.Incarnation,
        FirstStep = m.FirstStep,
        DataPlane = m.DataPlane,
        Configuration = m.Configuration,
    };

    public static Wire.StopPartition Of(StopPartition m) => new()
    {
        Job = m.Job.Value,
        JobEpoch = m.JobEpoch,
        Worker = m.Worker.Number,
    };

    public static Wire.PlacementRules Of(PlacementRules m)
    {
        var wire = new Wire.PlacementRules { Version = m.Version };
        wire.ExcludedNodes.AddRange(m.ExcludedNodes);
        return wire;
    }

    private static Wire.AnswerKey Key(AnswerKey key) => new()
    {
        Job = key.Step.Job.Value,
        JobEpoch = key.Step.JobEpoch,
        Step = key.Step.Step,
        Partition = key.Partition,
        Attempt = key.Attempt,
    };

    private static Wire.LocalSteps Local(LocalSteps local)
    {
        var wire = new Wire.LocalSteps { GradientScale = local.GradientScale };
        wire.LearningRates.AddRange(local.LearningRates);
        return wire;
    }

    /// <summary>The beginning of a text for people, never half of a surrogate pair.</summary>
    private static string Cut(string text)
    {
        if (text.Length <= WireLimits.TextCharsMax)
        {
            return text;
        }

        var length = WireLimits.TextCharsMax - 3;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "...";
    }
}
