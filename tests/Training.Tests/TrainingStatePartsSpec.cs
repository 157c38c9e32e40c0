using AkkaCoded.Codes;
using AkkaCoded.Training.Checkpoints;
using AkkaCoded.Training.Optimizers;

namespace AkkaCoded.Training.Tests;

public sealed class TrainingStatePartsSpec
{
    private const int Parts = 6;

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void Shares_together_must_move_as_far_as_the_whole_step(string name)
    {
        // A tiny gradient for sgd, so that the shares meet nearly the same weights; Adam's steps
        // do not depend on its length.
        var hocon = "coded.optimizer { learning-rate = 0.001, weight-decay = 0.1, name = "
            + name + " }";
        using var setup = Jobs.Open(hocon);
        using var model = setup.CreateModel();
        var whole = new TrainingState(setup, model);
        var shared = new TrainingState(setup, model, Parts);
        var start = whole.Weights.ToArray();
        var vector = Vector(whole, 0.5f);
        whole.Apply([.. vector]);
        for (var part = 0; part < Parts; part++)
        {
            shared.ApplyPart(vector.Select(value => value / Parts).ToArray(), 0);
        }

        for (var i = 0; i < whole.Layout.TrainableLength; i++)
        {
            var moved = whole.Weights.Span[i] - start[i];
            var movedInParts = shared.Weights.Span[i] - start[i];
            Assert.InRange(movedInParts - moved, -0.05f * Math.Abs(moved) - 1e-7f,
                (0.05f * Math.Abs(moved)) + 1e-7f);
        }
    }

    [Fact]
    public void Report_must_come_with_the_last_share_and_hold_all_of_them()
    {
        using var setup = Jobs.Open("coded.optimizer.name = sgd");
        using var model = setup.CreateModel();
        var state = new TrainingState(setup, model, Parts);
        for (var round = 0; round < 2; round++)
        {
            for (var part = 0; part < Parts - 1; part++)
            {
                Assert.Null(state.ApplyPart(Vector(state, 0, loss: part, correct: 2), part % 3));
                Assert.True(state.IsWithinStep);
                Assert.Equal(round, state.Step);
            }

            var report = state.ApplyPart(Vector(state, 0, loss: 5, correct: 2), 4)!;
            Assert.Equal((round, 15.0, 0.5), (report.Step, report.Loss, report.Accuracy));
            Assert.False(state.IsWithinStep);
            Assert.Equal(round + 1, state.Step);
        }
    }

    [Fact]
    public void Learning_rate_must_be_that_of_the_samples_step()
    {
        using var setup = Jobs.Open("coded.optimizer { name = sgd, weight-decay = 0, "
            + "clip-norm = 0, schedule { name = step, milestones = [3], factor = 0.1 } }");
        using var model = setup.CreateModel();
        var state = new TrainingState(setup, model, Parts);
        Assert.Equal(10, Moved(state, 0) / Moved(state, 5), 2);
        Assert.Equal(10, Moved(state, 2) / Moved(state, 3), 2);
    }

    [Fact]
    public void Clipping_must_hold_for_a_share_as_for_its_part_of_the_step()
    {
        using var setup = Jobs.Open(
            "coded.optimizer { name = sgd, learning-rate = 1, weight-decay = 0, clip-norm = 0.6 }");
        using var model = setup.CreateModel();
        var state = new TrainingState(setup, model, Parts);
        var before = state.Weights.ToArray();
        state.ApplyPart(Vector(state, 100), 0);
        var moved = Math.Sqrt(
            before.Zip(state.Weights.ToArray(), (a, b) => (a - b) * (a - b)).Sum());
        Assert.Equal(0.1, moved, 3);
    }

    [Fact]
    public void Change_must_be_averaged_over_those_that_came()
    {
        using var setup = Jobs.Open("coded.optimizer.name = momentum");
        using var model = setup.CreateModel();
        var state = new TrainingState(setup, model, Parts);
        var before = state.Weights.ToArray();
        var report = state.ApplyChange(Vector(state, 8, loss: 2, correct: 6), workers: 4, steps: 3);
        Assert.Equal(3, state.Step);
        Assert.Equal((2, 3.0, 9.0 / 24), (report.Step, report.Loss, report.Accuracy));
        Assert.Equal(2 * Math.Sqrt(state.Layout.TrainableLength), report.GradientNorm, 6);
        Assert.All(Enumerable.Range(0, before.Length), i =>
            Assert.Equal(before[i] + 2, state.Weights.Span[i]));
        Assert.All(state.Capture().Optimizer["momentum"], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Change_that_is_not_finite_must_be_refused()
    {
        using var setup = Jobs.Open();
        using var model = setup.CreateModel();
        var state = new TrainingState(setup, model, Parts);
        var change = Vector(state, 0);
        change[3] = float.NaN;
        var refused = Assert.Throws<InvalidInputException>(() => state.ApplyChange(change, 1, 1));
        Assert.Equal(TrainingState.Diverged, refused.Code);
    }

    [Fact]
    public void Checkpoint_must_be_taken_at_whole_steps_and_go_on_with_the_same_bits()
    {
        using var setup = Jobs.Open("coded.optimizer { name = adam, learning-rate = 0.01 }");
        using var model = setup.CreateModel();
        var state = new TrainingState(setup, model, 2);
        state.ApplyPart(Vector(state, 0.1f), 0);
        Assert.Throws<InvalidOperationException>(() => state.Capture());
        state.ApplyPart(Vector(state, -0.2f), 1);
        var checkpoint = state.Capture();
        Assert.Equal((1, 2), (checkpoint.Manifest.Step, checkpoint.Manifest.Optimizer.Steps));
        var resumed = new TrainingState(setup, model, 2);
        resumed.Restore(checkpoint, "a folder");
        foreach (var each in new[] { state, resumed })
        {
            each.ApplyPart(Vector(each, 0.3f), 1);
            each.ApplyPart(Vector(each, 0.1f), 2);
        }

        Assert.Equal(state.Weights.ToArray(), resumed.Weights.ToArray());
        Assert.Equal(2, resumed.Step);
    }

    [Theory]
    [InlineData(0, 4, false)]
    [InlineData(4, 8, false)]
    [InlineData(8, 12, true)]
    [InlineData(6, 10, true)]
    [InlineData(10, 14, false)]
    [InlineData(9, 30, true)]
    [InlineData(90, 95, true)]
    public void Checkpoint_must_be_due_when_a_round_passes_its_step(long before, long now, bool due)
    {
        var options = new CheckpointOptions { Folder = "f", Every = 10, Keep = 1, Resume = true };
        Assert.Equal(due, options.IsDue(before, now, 95));
        Assert.False((options with { Folder = "" }).IsDue(before, now, 95));
    }

    [Theory]
    [InlineData("name = adam", "coded.optimizer.name")]
    [InlineData("name = adamw", "coded.optimizer.name")]
    [InlineData("name = sgd, weight-decay = 0.1", "coded.optimizer.weight-decay")]
    [InlineData("name = sgd, clip-norm = 1", "coded.optimizer.clip-norm")]
    [InlineData("name = nesterov", null)]
    public void Local_steps_must_refuse_what_they_would_leave_out(string optimizer, string? key)
    {
        var options = Jobs.Parse(
            "coded.optimizer { weight-decay = 0, clip-norm = 0 }\n"
            + $"coded.optimizer {{ {optimizer} }}");
        var refused = Record.Exception(() => LocalDescent.Require(options.Optimizer));
        Assert.Equal(key, (refused as InvalidInputException)?.Key);
        Assert.Equal(key is null, refused is null);
    }

    private static double Moved(TrainingState state, long step)
    {
        var before = state.Weights.Span[0];
        state.ApplyPart(Vector(state, 1), step);
        return before - state.Weights.Span[0];
    }

    private static float[] Vector(
        TrainingState state, float value, float loss = 1, float correct = 0)
    {
        var vector = new float[state.Layout.VectorLength];
        Array.Fill(vector, value, 0, state.Layout.WeightsLength);
        (vector[state.Layout.LossIndex], vector[state.Layout.CorrectIndex]) = (loss, correct);
        return vector;
    }
}
