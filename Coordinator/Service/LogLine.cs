using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaCoded.Coordinator.Service;

/// <summary>A line of a job's log; as JSON its keys are these names in camelCase.</summary>
/// <param name="Line">Its number, from 0 over all runs of the job.</param>
/// <param name="At">When it was written.</param>
/// <param name="Kind">state, step, or the kind of an event.</param>
/// <param name="Step">The step it belongs to, or null.</param>
/// <param name="Worker">The worker it is about, or null.</param>
/// <param name="Text">For people.</param>
/// <param name="Loss">Step: training loss; evaluation: test loss.</param>
/// <param name="Accuracy">As above.</param>
internal sealed record LogLine(
    long Line, DateTimeOffset At, string Kind, long? Step, int? Worker, string Text,
    double? Loss = null, double? Accuracy = null)
{
    /// <summary>Kind of a line that says what became of the job.</summary>
    public const string StateKind = "state";

    /// <summary>Kind of a line about a step; not every step has one.</summary>
    public const string StepKind = "step";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Format);

    /// <summary>Null where the bytes are no line of a log.</summary>
    public static LogLine? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<LogLine>(json, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As people read it; text of others cannot break the line or steer a terminal.
    /// </summary>
    public string ToText()
    {
        var when = At.ToUniversalTime().ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var what = Kind == StepKind ? Text : $"{Kind}: {Text}";
        var step = Step is { } number ? $"step {number,7}" : new string(' ', 12);
        return string.Concat($"{when}  {step}  {what}".Select(c => char.IsControl(c) ? ' ' : c));
    }
}
