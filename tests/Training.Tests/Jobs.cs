namespace AkkaCoded.Training.Tests;

/// <summary>Small jobs for tests: glyphs, a few samples, few steps.</summary>
internal static class Jobs
{
    private const string Small = """
        coded {
          model.mlp.hidden = [16]
          data.glyphs { size = 8, train = 96, test = 40 }
          training { samples-per-step = 24, steps = 6, evaluation-samples = 16 }
          code { family = uncoded, workers = 6, stragglers = 0 }
        }
        """;

    /// <summary>A small job with what <paramref name="hocon"/> changes in it.</summary>
    public static TrainingJobOptions Parse(string hocon = "") => Read(Small + "\n" + hocon);

    /// <summary>A job file with this text.</summary>
    public static TrainingJobOptions Read(string hocon, params string[] overrides)
    {
        using var folder = new TemporaryFolder();
        return TrainingJobOptions.FromFile(folder.Write("job.conf", hocon), overrides);
    }

    public static TrainingSetup Open(string hocon = "") => TrainingSetup.Open(Parse(hocon));

    /// <summary>The models that the gradient tests run over, as HOCON.</summary>
    public static IReadOnlyDictionary<string, string> Models { get; } =
        new Dictionary<string, string>
        {
            ["softmax"] = "coded.model.name = softmax",
            ["mlp"] = "coded.model { name = mlp, mlp.hidden = [24, 16] }",
            ["cnn"] = "coded.model { name = cnn, cnn { channels = [4, 6], hidden = 16 } }",
            ["cnn-bn"] = "coded.model { name = cnn, "
                + "cnn { channels = [4, 6], hidden = 16, batch-norm = on } }",
            ["resnet20"] = "coded { model.name = resnet20, data.glyphs.size = 32, "
                + "training.samples-per-step = 8, code.workers = 2 }",
        };
}
