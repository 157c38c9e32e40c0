using AkkaCoded.Codes;
using AkkaCoded.TestSupport;
using AkkaCoded.Training.Checkpoints;

namespace AkkaCoded.Training.Tests;

public sealed class SingleProcessTrainerSpec : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mlp { hidden = [16], dropout = 0.3 }", "momentum")]
    [InlineData("cnn { channels = [4], hidden = 8, batch-norm = on }", "adam")]
    public void Trainer_must_go_on_with_the_same_bits_when_resumed(string model, string optimizer)
    {
        var job = $$"""
            coded {
              model { name = {{model.Split(' ')[0]}}, {{model}} }
              optimizer { name = {{optimizer}}, learning-rate = 0.01 }
            }
            """;
        var whole = SingleProcessTrainer.Run(Jobs.Parse(job));
        var stopping = new CancellationTokenSource();
        var options = Jobs.Parse(
            job + $"\ncoded.checkpoint {{ folder = \"{_folder.Root}\", every = 2 }}");
        Assert.ThrowsAny<OperationCanceledException>(() => SingleProcessTrainer.Run(
            options,
            new TrainingCallbacks(OnStep: step => Cancel(stopping, step.Step == 2)),
            cancellation: stopping.Token));
        Assert.Equal([2, 3], new CheckpointStore(_folder.Root, 3).List());
        var resumedAt = -1L;
        var resumed = SingleProcessTrainer.Run(
            options, new TrainingCallbacks(OnResume: (_, step) => resumedAt = step));
        Assert.Equal(3, resumedAt);
        Assert.Equal(3, resumed.StepsNow);
        Assert.Equal(whole.Weights.ToArray(), resumed.Weights.ToArray());
        Assert.Equal(whole.Accuracy, resumed.Accuracy);
    }

    [Fact]
    public void Trainer_must_write_a_step_once_when_stopped_right_after_its_checkpoint()
    {
        var stopping = new CancellationTokenSource();
        var written = new List<string>();
        Assert.ThrowsAny<OperationCanceledException>(() => SingleProcessTrainer.Run(
            Jobs.Parse($"coded.checkpoint {{ folder = \"{_folder.Root}\", every = 2 }}"),
            new TrainingCallbacks(OnCheckpoint: folder =>
            {
                written.Add(folder);
                stopping.Cancel();
            }),
            cancellation: stopping.Token));
        Assert.EndsWith("step-000000000002", Assert.Single(written), StringComparison.Ordinal);
    }

    [Fact]
    public void Trainer_must_refuse_to_start_anew_beside_checkpoints_of_another_run()
    {
        var job = $"coded.checkpoint.folder = \"{_folder.Root}\"";
        SingleProcessTrainer.Run(Jobs.Parse(job));
        var error = Assert.Throws<InvalidInputException>(
            () => SingleProcessTrainer.Run(Jobs.Parse(job + "\ncoded.checkpoint.resume = off")));
        Assert.Equal("CDL-0284", error.Code);
        Assert.Contains("step-000000000006", error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Trainer_must_give_the_same_bits_when_run_twice()
    {
        var first = SingleProcessTrainer.Run(Jobs.Parse());
        var second = SingleProcessTrainer.Run(Jobs.Parse());
        Assert.Equal(first.Weights.ToArray(), second.Weights.ToArray());
    }

    [Fact]
    public void Trainer_must_sum_by_group_then_index()
    {
        using var setup = Jobs.Open("coded.training.steps = 1");
        using var model = setup.CreateModel();
        var state = new TrainingState(setup, model);
        var gradients = setup.CreateGradients(model);
        var sum = new float[model.Layout.VectorLength];
        foreach (var group in new[] { new[] { 1, 4 }, [0, 5], [2, 3] })
        {
            var part = new float[sum.Length];
            foreach (var chunk in group)
            {
                gradients.Accumulate(0, chunk, 1f, part);
            }

            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += part[i];
            }
        }

        state.Apply(sum);
        var result = SingleProcessTrainer.Run(
            Jobs.Parse("coded.training.steps = 1"), groups: [[1, 4], [0, 5], [2, 3]]);
        Assert.Equal(state.Weights.ToArray(), result.Weights.ToArray());
    }

    [Fact]
    public void Trainer_must_report_divergence_instead_of_training_on_NaN()
    {
        var error = Assert.Throws<InvalidInputException>(() => SingleProcessTrainer.Run(Jobs.Parse(
            "coded { optimizer.learning-rate = 1e6, training.steps = 200 }")));
        Assert.Equal("CDL-0262", error.Code);
        Assert.Contains("learning-rate", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Trainer_must_evaluate_when_due_and_at_the_end()
    {
        var steps = new List<long>();
        SingleProcessTrainer.Run(
            Jobs.Parse("coded.training.evaluate-every = 2"),
            new TrainingCallbacks(OnEvaluation: (step, _) => steps.Add(step)));
        Assert.Equal([2, 4, 6], steps);
    }

    [Fact]
    public void Evaluator_must_find_the_result_again_from_the_checkpoint()
    {
        var options = Jobs.Parse($"coded.checkpoint.folder = \"{_folder.Root}\"");
        var result = SingleProcessTrainer.Run(options);
        using var setup = TrainingSetup.Open(options);
        var checkpoint = CheckpointStore.ReadPath(_folder.Root);
        using var model = Evaluator.LoadModel(setup, checkpoint, _folder.Root);
        var evaluator = new Evaluator(
            model, setup.Data.Test, checkpoint.Normalization, 16);
        var evaluation = evaluator.Evaluate();
        Assert.Equal(result.Accuracy, evaluation.Accuracy);
        Assert.Equal(result.Loss, evaluation.Loss);
        var predictions = evaluator.Predict(long.MaxValue).ToList();
        Assert.Equal(setup.Data.Test.Count, predictions.Count);
        Assert.Equal(
            evaluation.Accuracy, predictions.Average(p => p.Predicted == p.Label ? 1.0 : 0.0), 9);
        Assert.All(predictions, p => Assert.InRange(p.Probability, 0.1, 1.0));
    }

    [Fact]
    public void Digits_must_be_learned_when_nothing_was_downloaded() =>
        MustReach("digits", "", .96, .99);

    [DataFact("datasets/optdigits")]
    public void Optdigits_mlp_must_be_learned() =>
        MustReach("optdigits-mlp", "coded.training.epochs=15", .95, 1);

    [DataFact("datasets/optdigits")]
    public void Optdigits_cnn_must_be_learned() =>
        MustReach("optdigits-cnn", "coded.training.epochs=5", .95, 1);

    [DataFact("datasets/mnist-t10k")]
    public void Mnist_cnn_must_be_learned() =>
        MustReach("mnist-cnn", "coded.training.epochs=1", .90, 1);

    [DataFact("datasets/a9a")]
    public void A9a_softmax_must_be_learned() =>
        MustReach("a9a-softmax", "coded.training.epochs=4", .84, .87);

    [DataFact("datasets/optdigits")]
    [Trait("Suite", "Slow")]
    public void Optdigits_must_reach_its_target_in_full()
    {
        MustReach("optdigits-mlp", "", .96, 1);
        MustReach("optdigits-cnn", "", .975, 1);
    }

    [DataFact("datasets/mnist-t10k")]
    [Trait("Suite", "Slow")]
    public void Mnist_must_reach_its_target_in_full() => MustReach("mnist-cnn", "", .97, 1);

    [DataFact("datasets/a9a")]
    [Trait("Suite", "Slow")]
    public void A9a_must_reach_its_target_in_full() => MustReach("a9a-softmax", "", .845, 1);

    private static void MustReach(string example, string changes, double least, double most)
    {
        var path = Path.Combine(DataFolder.RepositoryRoot(), "hocon", example + ".conf");
        var folder = $"coded.data.folder=\"{DataFolder.Root}\"";
        var options = changes.Length == 0
            ? TrainingJobOptions.FromFile(path, folder)
            : TrainingJobOptions.FromFile(path, folder, changes);
        var result = SingleProcessTrainer.Run(options);
        Assert.InRange(result.Accuracy, least, most);
    }

    private static void Cancel(CancellationTokenSource source, bool now)
    {
        if (now)
        {
            source.Cancel();
        }
    }
}
