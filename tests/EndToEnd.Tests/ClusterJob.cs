using System.Globalization;
using System.Text.RegularExpressions;
using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.EndToEnd.Tests;

/// <summary>A small job in a folder of its own, and what its runs leave there.</summary>
internal sealed class ClusterJob : IDisposable
{
    private const string Text = """
        coded {
          job.name = cluster
          model.mlp.hidden = [16]
          data.glyphs { size = 8, train = 500, test = 100 }
          training { samples-per-step = 64, steps = STEPS }
          code { family = FAMILY, workers = WORKERS, stragglers = STRAGGLERS }
          checkpoint { every = 20, keep = 3 }
          record.html = off
          logging.console.level = info
          chaos {
            enabled = on
            law = "normal(centre=DELAY, deviation=0.002, load=additive, slope=0)"
            faults = [FAULTS]
          }
        }
        """;

    public ClusterJob(
        long steps, int workers, string family = "fractional-repetition", int stragglers = 1,
        double delay = 0.02, params string[] faults)
    {
        Steps = steps;
        File.WriteAllText(Path.Combine(Folder, "job.conf"), Text
            .Replace("STEPS", $"{steps}", StringComparison.Ordinal)
            .Replace("FAMILY", family, StringComparison.Ordinal)
            .Replace("WORKERS", $"{workers}", StringComparison.Ordinal)
            .Replace("STRAGGLERS", $"{stragglers}", StringComparison.Ordinal)
            .Replace(
                "DELAY", delay.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(
                "FAULTS", string.Join(", ", faults.Select(fault => $"\"{fault}\"")),
                StringComparison.Ordinal));
    }

    public string Folder { get; } =
        Directory.CreateTempSubdirectory("akkacoded-cluster-").FullName;

    /// <summary>Steps of the whole training; less where it was stopped.</summary>
    public long Steps { get; set; }

    /// <summary>Folder of the one run that was made.</summary>
    public string Run => Assert.Single(Directory.GetDirectories(Path.Combine(Folder, "runs")));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Starts the program in the job's folder.</summary>
    public ProgramRun Start(params string[] arguments) => ProgramRun.Start(Folder, arguments);

    /// <summary>Trains with a process for each worker.</summary>
    public ProgramRun Train(params string[] options) =>
        Start(["train", "job.conf", "--processes", "--runs", "runs", .. options]);

    public string CheckpointLine(long step) => $"step {step,7}  checkpoint";

    /// <summary>The weights of the reference.</summary>
    public float[] SingleWeights()
    {
        using var single = Start(
            "train", "--single", "job.conf", "--checkpoints", "single", "--steps", $"{Steps}");
        single.EndWell();
        return Weights(Path.Combine(Folder, "single"));
    }

    /// <summary>The weights of the last step below a folder of checkpoints.</summary>
    public float[] Weights(string checkpoints)
    {
        var file = Path.Combine(checkpoints, $"step-{Steps:000000000000}", "model.safetensors");
        var bytes = File.ReadAllBytes(file);
        var header = (int)BitConverter.ToUInt64(bytes);
        var weights = new float[(bytes.Length - 8 - header) / sizeof(float)];
        Buffer.BlockCopy(bytes, 8 + header, weights, 0, weights.Length * sizeof(float));
        return weights;
    }

    /// <summary>The record of the one run.</summary>
    public IReadOnlyList<RunRecordLine> Record() =>
        [.. RunRecordReader.Read(Path.Combine(Run, "record.jsonl"))];

    /// <summary>Every step is in the record once, in order.</summary>
    public void AssertNoStepLost(IEnumerable<RunRecordLine> record)
    {
        var steps = record.OfType<StepLine>().Select(line => line.Step.Step).ToList();
        Assert.Equal(Enumerable.Range(0, (int)Steps).Select(step => (long)step), steps);
    }

    /// <summary>The step that a run was stopped after is kept. A checkpoint that was just written
    /// is as good as one that the stop writes.</summary>
    public static void AssertKept(string checkpoints, string output)
    {
        var stopped = Regex.Match(output, @"stopped: after (\d+) steps");
        Assert.True(stopped.Success, output);
        var step = long.Parse(stopped.Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(
            Directory.Exists(Path.Combine(checkpoints, $"step-{step:000000000000}")), output);
    }

    /// <summary>Bit for bit, or close where a code rounds.</summary>
    public static void AssertSame(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var off = expected.Zip(actual, (left, right) => Math.Abs(left - right)).Max();
        Assert.True(off <= tolerance, $"weights are off by {off}, not within {tolerance}");
        if (tolerance == 0)
        {
            Assert.Equal(
                expected.Select(BitConverter.SingleToInt32Bits),
                actual.Select(BitConverter.SingleToInt32Bits));
        }
    }
}
