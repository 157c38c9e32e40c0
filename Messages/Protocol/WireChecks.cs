using System.Collections.Immutable;
using System.Globalization;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Protocol;

/// <summary>
/// What is wrong with a message, or null. Pure, and free of allocation where nothing is wrong.
/// Values that only the receiver can judge (is it this job, this step, this length?) are its
/// business, and so is a gradient that is not finite: training reports that as such.
/// </summary>
internal static class WireChecks
{
    public static string? Of(WorkerJoined m) =>
        Worker(m.Worker)
        ?? NotNegative("incarnation", m.Incarnation)
        ?? Within("protocol version", m.ProtocolVersion, 1, int.MaxValue)
        ?? Name("device", m.Device);

    public static string? Of(Goodbye m) => Worker(m.Worker) ?? Text("reason", m.Reason);

    public static string? Of(OpenJob m) =>
        Job(m.Job, m.JobEpoch)
        ?? (m.Configuration is null ? "configuration is absent" : null);

    public static string? Of(JobOpened m) =>
        Job(m.Job, m.JobEpoch) ?? Worker(m.Worker) ?? VectorLength(m.VectorLength);

    public static string? Of(JobRefused m) =>
        Job(m.Job, m.JobEpoch) ?? Worker(m.Worker) ?? Text("error", m.Error);

    public static string? Of(CloseJob m) => Job(m.Job, m.JobEpoch);

    public static string? Of(Compute m) =>
        Key(m.Key)
        ?? NotNegative("parameters version", m.ParametersVersion)
        ?? Within("chunks", m.Chunks, 1, CodeParameters.ChunksMax)
        ?? Row(m.RowChunks, m.Chunks)
        ?? Coefficients(m.Coefficients, m.RowChunks.Length)
        ?? (m.Local is null ? null : Local(m.Local));

    public static string? Of(Cancel m) => Key(m.Key);

    public static string? Of(Upload m) => Key(m.Key);

    public static string? Of(StepClosed m) => Step(m.Key);

    public static string? Of(Progress m) =>
        Key(m.Key) ?? Within("chunks done", m.ChunksDone, 0, WireLimits.RowChunksMax);

    public static string? Of(Ready m) =>
        Key(m.Key)
        ?? VectorLength(m.VectorLength)
        ?? Seconds("parameters seconds", m.Timings.ParametersSeconds)
        ?? Seconds("compute seconds", m.Timings.ComputeSeconds)
        ?? Seconds("delay seconds", m.Timings.DelaySeconds)
        ?? Inline(m);

    public static string? Of(ComputeFailed m) => Key(m.Key) ?? Text("error", m.Error);

    public static string? Of(AnswerMissing m) => Key(m.Key);

    public static string? Of(RestartWorker m) => Worker(m.Worker) ?? Text("reason", m.Reason);

    public static string? Of(WorkerQuarantined m) =>
        Worker(m.Worker)
        ?? Text("reason", m.Reason)
        ?? Seconds("cool-down seconds", m.CoolDownSeconds);

    public static string? Of(InjectFault m) => Name("fault", m.Fault);

    public static string? Of(ServePartition m) =>
        Job(m.Job, m.JobEpoch)
        ?? Worker(m.Worker)
        ?? NotNegative("incarnation", m.Incarnation)
        ?? NotNegative("first step", m.FirstStep)
        ?? Address(m.DataPlane)
        ?? (m.Configuration is null ? "configuration is absent" : null);

    public static string? Of(StopPartition m) => Job(m.Job, m.JobEpoch) ?? Worker(m.Worker);

    public static string? Of(PlacementRules m) =>
        NotNegative("version", m.Version)
        ?? (m.ExcludedNodes.IsDefault || m.ExcludedNodes.Length > WireLimits.ExcludedNodesMax
            ? $"its nodes are absent or more than {WireLimits.ExcludedNodesMax}"
            : m.ExcludedNodes.Select(node => Name("node", node))
                .FirstOrDefault(wrong => wrong is not null));

    private static string? Key(AnswerKey key) =>
        Step(key.Step)
        ?? Within("partition", key.Partition, 0, CodeParameters.WorkersMax - 1)
        ?? NotNegative("attempt", key.Attempt);

    private static string? Step(StepKey key) =>
        Job(key.Job, key.JobEpoch) ?? NotNegative("step", key.Step);

    private static string? Job(JobId job, long epoch) =>
        JobId.IsValid(job.Value)
            ? Within("job epoch", epoch, 1, long.MaxValue)
            : $"the name of the job is not 1 to {JobId.LengthMax} of a-z, 0-9 and hyphen";

    private static string? Worker(WorkerId worker) =>
        NotNegative("worker", worker.Number);

    private static string? Address(string address) =>
        address is { Length: <= WireLimits.AddressCharsMax }
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? null
            : "the address of its data plane is no http or https address";

    private static string? VectorLength(int length) =>
        Within("vector length", length, 1, int.MaxValue);

    private static string? Row(ImmutableArray<int> row, int chunks)
    {
        if (row.IsDefault || row.Length > WireLimits.RowChunksMax)
        {
            return $"its row is absent or has more than {WireLimits.RowChunksMax} chunks";
        }

        var least = 0;
        foreach (var chunk in row)
        {
            if (chunk < least || chunk >= chunks)
            {
                return $"chunk {chunk} of its row does not rise or is not below {chunks}";
            }

            least = chunk + 1;
        }

        return null;
    }

    private static string? Coefficients(ImmutableArray<double> coefficients, int row) =>
        coefficients.IsDefault || (coefficients.Length != 0 && coefficients.Length != row)
            ? $"coefficients are neither none nor one for each of {row} chunks"
            : AllFinite("coefficients", coefficients);

    private static string? Local(LocalSteps local) =>
        local.LearningRates.IsDefault
            || local.LearningRates.Length is < 1 or > WireLimits.LocalStepsMax
            ? $"its local steps are not 1 to {WireLimits.LocalStepsMax}"
            : AllFinite("learning rates", local.LearningRates)
                ?? (double.IsFinite(local.GradientScale) && local.GradientScale > 0
                    ? null
                    : $"gradient scale = {Show(local.GradientScale)} is not above 0");

    private static string? Inline(Ready m) =>
        m.Inline.Length == 0
        || (m.Inline.Length <= WireLimits.InlineBytesMax
            && m.Inline.Length == (long)m.VectorLength * sizeof(float))
            ? null
            : $"{m.Inline.Length} bytes inline are not {m.VectorLength} float32 values, or more "
                + $"than {WireLimits.InlineBytesMax} bytes";

    private static string? AllFinite(string what, ImmutableArray<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                return $"{what} hold {Show(value)}; only finite numbers are allowed";
            }
        }

        return null;
    }

    private static string? Seconds(string what, double value) =>
        double.IsFinite(value) && value >= 0
            ? null
            : $"{what} = {Show(value)}; allowed is a finite number from 0 on";

    // Length is not judged here: a text for people is cut when it is sent (ToWire), and no text
    // is larger than the message that holds it.
    private static string? Text(string what, string? value) =>
        value is null ? $"{what} is absent" : null;

    private static string? Name(string what, string? value) =>
        value is { Length: >= 1 and <= WireLimits.NameCharsMax }
            ? null
            : $"{what} is not a text of 1 to {WireLimits.NameCharsMax} characters";

    private static string? NotNegative(string what, long value) =>
        value >= 0 ? null : $"{what} = {value} is negative";

    private static string? Within(string what, long value, long least, long most) =>
        value >= least && value <= most
            ? null
            : $"{what} = {value}; allowed is {least} to {most}";

    private static string Show(double value) => value.ToString(CultureInfo.InvariantCulture);
}
