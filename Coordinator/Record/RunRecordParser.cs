using System.Text.Json;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Record;

/// <summary>
/// Lines of the run record from JSON. Keys and kinds of lines that it does not know are passed
/// over: a newer program of the same version may add some.
/// </summary>
internal static class RunRecordParser
{
    /// <summary>One line, or null for a kind that is unknown here.</summary>
    /// <exception cref="InvalidInputException">CDL-0562: another format or version.</exception>
    /// <exception cref="FormatException">It is no line of a record.</exception>
    public static RunRecordLine? Parse(ReadOnlyMemory<byte> text, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Line(document.RootElement, file);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            throw new FormatException(problem.Message, problem);
        }
    }

    private static RunRecordLine? Line(JsonElement json, string file)
    {
        var at = json.GetProperty("atSeconds").GetDouble();
        switch (json.GetProperty("line").GetString())
        {
            case "session":
                CheckVersion(json, file);
                return new SessionLine(at, Header(json));
            case "step":
                return new StepLine(at, Step(json));
            case "event":
                return new EventLine(at, Event(json));
            default:
                return null;
        }
    }

    private static void CheckVersion(JsonElement json, string file)
    {
        var format = json.GetProperty("format").GetString();
        var version = json.GetProperty("version").GetInt32();
        if (format != RunRecordFormat.Name || version is < 1 or > RunRecordFormat.Version)
        {
            throw new InvalidInputException(
                "CDL-0562", file, $"{format} version {version}",
                $"{RunRecordFormat.Name} version {RunRecordFormat.Version}",
                "Read it with the version of AkkaCoded that wrote it.");
        }
    }

    private static RunHeader Header(JsonElement json) => new()
    {
        Job = Text(json, "job"),
        Code = Text(json, "code"),
        Workers = json.GetProperty("workers").GetInt32(),
        Policy = Text(json, "policy"),
        Chaos = json.GetProperty("chaos").GetString(),
        Seed = json.GetProperty("seed").GetUInt64(),
        SamplesPerStep = json.GetProperty("samplesPerStep").GetInt32(),
        StepsTotal = json.GetProperty("stepsTotal").GetInt64(),
        StartedAt = json.GetProperty("startedAt").GetDateTimeOffset(),
        Machine = new(
            Text(json, "os"),
            json.GetProperty("cores").GetInt32(),
            Text(json, "dotNet"),
            Text(json, "engine")),
    };

    private static StepRecord Step(JsonElement json) => new()
    {
        Step = json.GetProperty("step").GetInt64(),
        JobEpoch = json.GetProperty("jobEpoch").GetInt64(),
        Loss = Number(json, "loss"),
        Accuracy = Number(json, "accuracy"),
        GradientNorm = Number(json, "gradientNorm"),
        LearningRate = Number(json, "learningRate"),
        Used = Workers(json, "used"),
        Late = Workers(json, "late"),
        Cancelled = Workers(json, "cancelled"),
        Lost = Workers(json, "lost"),
        DecodeError = Number(json, "decodeError"),
        Amplification = Number(json, "amplification"),
        Seconds = Number(json, "seconds"),
        Split = new(
            Number(json, "computeSeconds"),
            Number(json, "waitSeconds"),
            Number(json, "transferSeconds"),
            Number(json, "decodeSeconds"),
            Number(json, "optimizerSeconds")),
        CheckpointSeconds = Optional(json, "checkpointSeconds") ?? 0,
        ArrivalSeconds = Values(json.GetProperty("arrivalSeconds")),
        WorkDone = Filled(json.GetProperty("workDone")),
        DrawnDelaySeconds = json.TryGetProperty("drawnDelaySeconds", out var drawn)
            ? Filled(drawn)
            : null,
        EarliestDecodableSeconds = Optional(json, "earliestDecodableSeconds"),
        WaitForAllSeconds = Optional(json, "waitForAllSeconds"),
    };

    private static JobEvent Event(JsonElement json) => new(
        Text(json, "kind"),
        json.GetProperty("step").GetInt64(),
        json.TryGetProperty("worker", out var worker) ? new WorkerId(worker.GetInt32()) : null,
        Text(json, "text"),
        Optional(json, "loss"),
        Optional(json, "accuracy"));

    private static string Text(JsonElement json, string key) =>
        json.GetProperty(key).GetString() ?? throw new FormatException($"{key} is null");

    private static double Number(JsonElement json, string key) => Value(json.GetProperty(key));

    private static double? Optional(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) ? Value(value) : null;

    private static double Value(JsonElement value) => value.ValueKind != JsonValueKind.String
        ? value.GetDouble()
        : value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var other => throw new FormatException($"{other} is no number"),
        };

    private static int[] Workers(JsonElement json, string key) =>
        [.. json.GetProperty(key).EnumerateArray().Select(worker => worker.GetInt32())];

    private static double[] Filled(JsonElement list) =>
        [.. list.EnumerateArray().Select(Value)];

    private static double?[] Values(JsonElement list) =>
    [
        .. list.EnumerateArray().Select(value =>
            value.ValueKind == JsonValueKind.Null ? (double?)null : Value(value)),
    ];
}
