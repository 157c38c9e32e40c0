using System.Collections.Frozen;

namespace AkkaCoded.Messages.Protocol;

/// <summary>
/// Every format this version reads and writes. A manifest is for ever: a change that an older
/// reader would misunderstand gets a new one (<c>compute.2</c>) beside the old.
/// </summary>
internal static class WireFormats
{
    public static readonly IReadOnlyList<WireFormat> All =
    [
        new WireFormat<WorkerJoined, Wire.WorkerJoined>("joined.1",
            Wire.WorkerJoined.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<Goodbye, Wire.Goodbye>("goodbye.1",
            Wire.Goodbye.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<OpenJob, Wire.OpenJob>("open-job.1",
            Wire.OpenJob.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<JobOpened, Wire.JobOpened>("job-opened.1",
            Wire.JobOpened.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<JobRefused, Wire.JobRefused>("job-refused.1",
            Wire.JobRefused.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<CloseJob, Wire.CloseJob>("close-job.1",
            Wire.CloseJob.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<Compute, Wire.Compute>("compute.1",
            Wire.Compute.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<Cancel, Wire.Cancel>("cancel.1",
            Wire.Cancel.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<Upload, Wire.Upload>("upload.1",
            Wire.Upload.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<StepClosed, Wire.StepClosed>("step-closed.1",
            Wire.StepClosed.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<Progress, Wire.Progress>("progress.1",
            Wire.Progress.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<Ready, Wire.Ready>("ready.1",
            Wire.Ready.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<ComputeFailed, Wire.ComputeFailed>("compute-failed.1",
            Wire.ComputeFailed.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<AnswerMissing, Wire.AnswerMissing>("answer-missing.1",
            Wire.AnswerMissing.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<RestartWorker, Wire.RestartWorker>("restart.1",
            Wire.RestartWorker.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<WorkerQuarantined, Wire.WorkerQuarantined>("quarantined.1",
            Wire.WorkerQuarantined.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<InjectFault, Wire.InjectFault>("inject-fault.1",
            Wire.InjectFault.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<ServePartition, Wire.ServePartition>("serve.1",
            Wire.ServePartition.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<StopPartition, Wire.StopPartition>("stop-partition.1",
            Wire.StopPartition.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
        new WireFormat<PlacementRules, Wire.PlacementRules>("placement.1",
            Wire.PlacementRules.Parser, ToWire.Of, ToRecord.Of, WireChecks.Of),
    ];

    private static readonly FrozenDictionary<Type, WireFormat> ByType =
        All.ToFrozenDictionary(format => format.Type);

    private static readonly FrozenDictionary<string, WireFormat> ByManifest =
        All.ToFrozenDictionary(format => format.Manifest);

    public static WireFormat Of(object? message) =>
        message is not null && ByType.TryGetValue(message.GetType(), out var format)
            ? format
            : throw WireErrors.NoMessage(message?.GetType());

    public static WireFormat Of(string? manifest) =>
        manifest is not null && ByManifest.TryGetValue(manifest, out var format)
            ? format
            : throw WireErrors.Unknown(manifest, All.Select(known => known.Manifest));
}
