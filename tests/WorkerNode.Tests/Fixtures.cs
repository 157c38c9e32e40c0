using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;
using AkkaCoded.Training.Gradients;
using AkkaCoded.Training.Models;
using AkkaCoded.WorkerNode.Actors;
using TorchSharp;

namespace AkkaCoded.WorkerNode.Tests;

/// <summary>A small job: glyphs, 12 chunks a step, an MLP; or what the text changes in it.</summary>
internal sealed class TestJob : IDisposable
{
    public static readonly JobId Id = new("test");

    private const string Small = """
        coded {
          model { name = mlp, mlp.hidden = [16] }
          data.glyphs { size = 8, train = 96, test = 40 }
          training { samples-per-step = 24, steps = 6, evaluation-samples = 16 }
          code { family = uncoded, workers = 12, stragglers = 0 }
        }
        """;

    private readonly Model _model;
    private readonly ChunkGradients _gradients;

    public TestJob(string hocon = "")
    {
        Text = Small + "\n" + hocon;
        Setup = TrainingSetup.Open(TrainingJobOptions.FromText(Text));
        torch.set_num_threads(1);
        _model = Setup.CreateModel();
        _gradients = Setup.CreateGradients(_model);
        Weights = new float[_model.Layout.WeightsLength];
        _model.ReadWeights(Weights);
    }

    public string Text { get; }

    public TrainingSetup Setup { get; }

    public ModelLayout Layout => _model.Layout;

    /// <summary>Parameters of version 0.</summary>
    public float[] Weights { get; }

    /// <summary>Parameters of a later version: the first ones, shifted.</summary>
    public float[] WeightsAt(long version) =>
        [.. Weights.Select(weight => weight + (0.01f * version))];

    /// <summary>An exchange with the versions 0 and 1.</summary>
    public InMemoryExchange Publish(long epoch = 1)
    {
        var exchange = new InMemoryExchange();
        exchange.Publish(new ParametersKey(Id, epoch, 0), Weights);
        exchange.Publish(new ParametersKey(Id, epoch, 1), WeightsAt(1));
        return exchange;
    }

    /// <summary>The row, computed without any worker.</summary>
    public float[] Reference(long step, CodeRow row, float[]? weights = null)
    {
        _gradients.SetWeights(weights ?? Weights);
        var sum = new float[Layout.VectorLength];
        _gradients.ComputeRow(step, row, sum);
        return sum;
    }

    public static StepKey Step(long step, long epoch = 1) => new(Id, epoch, step);

    public static AnswerKey Key(long step, int partition = 0, int attempt = 0, long epoch = 1) =>
        new(Step(step, epoch), partition, attempt);

    public static Compute Ask(
        AnswerKey key, CodeRow row, int chunks = 12, long version = 0, LocalSteps? local = null) =>
        new(key, version, chunks, row.Chunks, row.Coefficients, local);

    public OpenJob Open(long epoch = 1) => new(Id, epoch, Text);

    public void Dispose()
    {
        _model.Dispose();
        Setup.Dispose();
    }
}

/// <summary>Options as tests need them.</summary>
internal static class Options
{
    /// <summary>A delay of an hour at least: a test that waits for its end hangs.</summary>
    public const string HourLaw = "shifted-exponential(shift=3600, rate=1, load=additive)";

    public static SupervisionOptions Supervision { get; } = new()
    {
        DeadlineFactor = 8,
        DeadlineMin = TimeSpan.FromSeconds(1),
        DeadlineFirst = TimeSpan.FromSeconds(10),
        FailuresMax = 3,
        FailureWindow = TimeSpan.FromMinutes(1),
        RestartPauseMin = TimeSpan.FromSeconds(0.2),
        RestartPauseMax = TimeSpan.FromSeconds(30),
        RestartsMax = 5,
        RestartWindow = TimeSpan.FromMinutes(5),
        SlowFactor = 3,
        SlowSteps = 10,
        SlowStepsRestart = 0,
        CoolDown = TimeSpan.FromMinutes(5),
    };

    public static NodeOptions Node(int workers, int restartsMax = 5) => new()
    {
        FirstWorker = 0,
        Workers = workers,
        Device = "cpu",
        FirstIncarnation = 1,
        Supervision = Supervision with { RestartsMax = restartsMax },
    };

    public static FaultLedger NoFaults() => new(Chaos(enabled: false), 16);

    public static FaultLedger Faults(params string[] faults) => new(Chaos(true, faults), 16);

    private static ChaosOptions Chaos(bool enabled, params string[] faults) => new()
    {
        Enabled = enabled,
        Seed = 1,
        Law = null,
        Faults = [.. faults.Select(Fault.Parse)],
    };
}
