using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>Small jobs that really train, and the reference they are compared with.</summary>
internal static class RunJobs
{
    private const string Small = """
        coded {
          job.name = toy
          model { name = mlp, mlp.hidden = [12] }
          data { format = glyphs, glyphs { size = 8, train = 96, test = 40 } }
          optimizer { name = momentum, learning-rate = 0.05 }
          training { seed = 3, samples-per-step = 24, steps = 12, evaluation-samples = 20 }
          code { family = fractional-repetition, workers = 4, stragglers = 1 }
          supervision { restart-pause-min = 1ms, restart-pause-max = 5ms, restarts-max = 1000 }
          record.folder = null
          logging.console.level = off
        }
        """;

    /// <summary>The small job with what <paramref name="hocon"/> changes in it.</summary>
    public static LayeredConfig Parse(string hocon = "")
    {
        var path = Path.Combine(Path.GetTempPath(), $"akkacoded-{Guid.NewGuid():N}.conf");
        File.WriteAllText(path, Small + "\n" + hocon);
        try
        {
            return new ConfigLayers()
                .Module(typeof(TrainingJobOptions).Assembly).JobFile(path).Build();
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Runs a job to its end, or until the time of a hang has passed.</summary>
    public static async Task<RunResult> Run(LayeredConfig config, params IJobObserver[] observers)
    {
        await using var run = TrainingRun.Start(config, observers);
        return await run.Completion.WaitAsync(TimeSpan.FromMinutes(5));
    }

    /// <summary>What one process makes of the same job, and the loss of each step.</summary>
    public static (TrainingResult Result, List<double> Losses) Reference(LayeredConfig config)
    {
        var losses = new List<double>();
        var options = TrainingJobOptions.Read(config);
        var result = SingleProcessTrainer.Run(
            options with { Checkpoint = options.Checkpoint with { Folder = "" } },
            new TrainingCallbacks(OnStep: step => losses.Add(step.Loss)));
        return (result, losses);
    }
}
