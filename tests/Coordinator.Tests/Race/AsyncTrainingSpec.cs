using System.Runtime.InteropServices;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Tests.Race;

/// <summary>Real gradients of a small model on glyphs, applied in asynchronous rounds.</summary>
public sealed class AsyncTrainingSpec
{
    /// <summary>The same steps taken one after the other, by one process.</summary>
    private static readonly Lazy<TrainingResult> Reference = new(() =>
    {
        using var setup = ToyTraining.Open(4, "");
        return SingleProcessTrainer.Run(setup.Options);
    });

    [Theory]
    [InlineData("async", "name = sgd")]
    [InlineData("ssp", "name = sgd")]
    [InlineData("async", "name = nesterov, weight-decay = 0.01, clip-norm = 0.5")]
    [InlineData("async", "name = adam, weight-decay = 0.01, learning-rate = 0.01")]
    [InlineData("ssp", "name = adamw, weight-decay = 0.01, learning-rate = 0.01")]
    public void One_worker_must_give_the_bits_of_synchronous_training(
        string policy, string optimizer)
    {
        var hocon = $"coded.optimizer {{ {optimizer} }}\ncoded.training.steps = 12";
        using var training = new ToyTraining(1, hocon);
        training.Run(policy == "ssp"
            ? AsyncRounds.Ssp(training.Rounds, staleness: 0)
            : AsyncRounds.Async(training.Rounds));
        var (weights, reports) = Synchronous(hocon);
        Assert.Equal(reports, training.Reports);
        Assert.True(MemoryMarshal.AsBytes(weights.Span).SequenceEqual(
            MemoryMarshal.AsBytes(training.State.Weights.Span)));
    }

    [Theory]
    [InlineData("async", 1, 0)]
    [InlineData("async", 2, 5)]
    [InlineData("ssp", 3, 0)]
    [InlineData("ssp", 4, 5)]
    public void Four_workers_must_learn_when_answers_are_applied_one_by_one(
        string policy, int seed, int loses)
    {
        using var training = new ToyTraining(4, seed: seed, loses: loses);
        training.Run(policy == "ssp"
            ? AsyncRounds.Ssp(training.Rounds, staleness: 2)
            : AsyncRounds.Async(training.Rounds));
        AssertLearnt(training, 120);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(7, false)]
    [InlineData(4, true)]
    public void Four_workers_must_learn_when_they_take_steps_alone(int localSteps, bool isLossy)
    {
        using var training = new ToyTraining(4);
        training.Run(
            new LocalRounds(training.Rounds, localSteps),
            (step, slot) => isLossy && (step / 4 % 4) == slot);
        AssertLearnt(training, (120 + localSteps - 1) / localSteps);
    }

    [Fact]
    public void One_local_step_must_move_as_far_as_one_synchronous_step()
    {
        const string hocon = "coded.training.steps = 3";
        using var training = new ToyTraining(4, hocon);
        training.Run(new LocalRounds(training.Rounds, 1), (_, _) => false);
        var (weights, reports) = Synchronous(hocon);
        Assert.All(Enumerable.Range(0, weights.Length), i => Assert.Equal(
            weights.Span[i], training.State.Weights.Span[i], 1e-5f));
        Assert.All(reports.Zip(training.Reports), pair =>
        {
            Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-5);
            Assert.Equal(pair.First.Accuracy, pair.Second.Accuracy, 1e-6);
            Assert.Equal(pair.First.Step, pair.Second.Step);
        });
    }

    private static void AssertLearnt(ToyTraining training, int reports)
    {
        Assert.True(training.State.IsFinished);
        Assert.False(training.State.IsWithinStep);
        Assert.Equal(reports, training.Reports.Count);
        var (first, last) = (training.Reports[0].Loss, training.Reports[^1].Loss);
        var (accuracy, synchronous) = (training.Evaluate().Accuracy, Reference.Value.Accuracy);
        Assert.True(
            last < first / 2 && accuracy > synchronous - 0.1,
            $"loss {first} to {last}, accuracy {accuracy}, of synchronous training {synchronous}");
        Assert.InRange(training.Reports[^1].Accuracy, 0.5, 1);
    }

    private static (ReadOnlyMemory<float> Weights, List<StepReport> Reports) Synchronous(
        string hocon)
    {
        using var setup = ToyTraining.Open(1, hocon);
        var reports = new List<StepReport>();
        var result = SingleProcessTrainer.Run(
            setup.Options, new TrainingCallbacks(OnStep: reports.Add));
        return (result.Weights, reports);
    }
}
