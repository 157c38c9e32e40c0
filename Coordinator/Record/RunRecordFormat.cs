using System.Text.Json;
using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Record;

/// <summary>
/// Lines of the run record as JSON. Keys are written out here and not taken from the names of
/// properties, so that a renamed property cannot change the file. docs/run-record.md lists them.
/// </summary>
internal static class RunRecordFormat
{
    public const string Name = "akkacoded-run";
    public const int Version = 1;

    /// <summary>Digits after the point of measured seconds: nanoseconds.</summary>
    private const int SecondsDigits = 9;

    /// <summary>A share of work is no measurement that deserves sixteen digits.</summary>
    private const int ShareDigits = 4;

    public static void Write(Utf8JsonWriter json, RunRecordLine line)
    {
        json.WriteStartObject();
        switch (line)
        {
            case SessionLine session:
                Begin(json, "session", line);
                Write(json, session.Header);
                break;
            case StepLine step:
                Begin(json, "step", line);
                Write(json, step.Step);
                break;
            case EventLine happened:
                Begin(json, "event", line);
                Write(json, happened.Event);
                break;
            default:
                Contract.Require(false, $"there is no line of kind {line.GetType().Name}");
                break;
        }

        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string kind, RunRecordLine line)
    {
        json.WriteString("line", kind);
        Seconds(json, "atSeconds", line.AtSeconds);
    }

    private static void Write(Utf8JsonWriter json, RunHeader header)
    {
        json.WriteString("format", Name);
        json.WriteNumber("version", Version);
        json.WriteString("job", header.Job);
        json.WriteString("code", header.Code);
        json.WriteNumber("workers", header.Workers);
        json.WriteString("policy", header.Policy);
        json.WriteString("chaos", header.Chaos);
        json.WriteNumber("seed", header.Seed);
        json.WriteNumber("samplesPerStep", header.SamplesPerStep);
        json.WriteNumber("stepsTotal", header.StepsTotal);
        json.WriteString("startedAt", header.StartedAt);
        json.WriteString("os", header.Machine.Os);
        json.WriteNumber("cores", header.Machine.Cores);
        json.WriteString("dotNet", header.Machine.DotNet);
        json.WriteString("engine", header.Machine.Engine);
    }

    private static void Write(Utf8JsonWriter json, StepRecord step)
    {
        json.WriteNumber("step", step.Step);
        json.WriteNumber("jobEpoch", step.JobEpoch);
        Number(json, "loss", step.Loss);
        Number(json, "accuracy", step.Accuracy);
        Number(json, "gradientNorm", step.GradientNorm);
        Number(json, "learningRate", step.LearningRate);
        Workers(json, "used", step.Used);
        Workers(json, "late", step.Late);
        Workers(json, "cancelled", step.Cancelled);
        Workers(json, "lost", step.Lost);
        Number(json, "decodeError", step.DecodeError);
        Number(json, "amplification", step.Amplification);
        Seconds(json, "seconds", step.Seconds);
        Seconds(json, "computeSeconds", step.Split.ComputeSeconds);
        Seconds(json, "waitSeconds", step.Split.WaitSeconds);
        Seconds(json, "transferSeconds", step.Split.TransferSeconds);
        Seconds(json, "decodeSeconds", step.Split.DecodeSeconds);
        Seconds(json, "optimizerSeconds", step.Split.OptimizerSeconds);
        if (step.CheckpointSeconds > 0)
        {
            Seconds(json, "checkpointSeconds", step.CheckpointSeconds);
        }

        List(json, "arrivalSeconds", step.ArrivalSeconds, SecondsDigits);
        List(json, "workDone", [.. step.WorkDone.Select(share => (double?)share)], ShareDigits);
        WriteHindsight(json, step);
    }

    /// <summary>Keys that are left out where nothing is injected.</summary>
    private static void WriteHindsight(Utf8JsonWriter json, StepRecord step)
    {
        if (step.DrawnDelaySeconds is { } drawn)
        {
            List(
                json, "drawnDelaySeconds", [.. drawn.Select(delay => (double?)delay)],
                SecondsDigits);
        }

        if (step.EarliestDecodableSeconds is { } earliest)
        {
            Seconds(json, "earliestDecodableSeconds", earliest);
        }

        if (step.WaitForAllSeconds is { } all)
        {
            Seconds(json, "waitForAllSeconds", all);
        }
    }

    private static void Write(Utf8JsonWriter json, JobEvent happened)
    {
        json.WriteString("kind", happened.Kind);
        json.WriteNumber("step", happened.Step);
        if (happened.Worker is { } worker)
        {
            json.WriteNumber("worker", worker.Number);
        }

        json.WriteString("text", happened.Text);
        if (happened.Loss is { } loss)
        {
            Number(json, "loss", loss);
        }

        if (happened.Accuracy is { } accuracy)
        {
            Number(json, "accuracy", accuracy);
        }
    }

    private static void Workers(Utf8JsonWriter json, string key, IReadOnlyList<int> workers)
    {
        json.WriteStartArray(key);
        foreach (var worker in workers)
        {
            json.WriteNumberValue(worker);
        }

        json.WriteEndArray();
    }

    private static void List(
        Utf8JsonWriter json, string key, IReadOnlyList<double?> values, int digits)
    {
        json.WriteStartArray(key);
        foreach (var value in values)
        {
            if (value is { } number)
            {
                Value(json, Math.Round(number, digits));
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    private static void Seconds(Utf8JsonWriter json, string key, double seconds) =>
        Number(json, key, Math.Round(seconds, SecondsDigits));

    private static void Number(Utf8JsonWriter json, string key, double value)
    {
        json.WritePropertyName(key);
        Value(json, value);
    }

    /// <summary>JSON has no infinity and no NaN; they are written as these words.</summary>
    private static void Value(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(
                double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
