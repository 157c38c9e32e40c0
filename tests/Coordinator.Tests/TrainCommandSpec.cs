using System.Text.Json;

namespace AkkaCoded.Coordinator.Tests;

/// <summary>train, evaluate, predict and checkpoint on a job small enough for a second.</summary>
public sealed class TrainCommandSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-cli-").FullName;

    private string Checkpoints => Path.Combine(_folder, "run");

    [Fact]
    public void Train_must_end_with_one_json_object_and_a_checkpoint_that_evaluates_alike()
    {
        var trained = Train(30).Json();

        Assert.Equal(30, trained.GetProperty("steps").GetInt64());
        Assert.True(trained.GetProperty("meanStepSeconds").GetDouble() > 0);
        var evaluated = CommandRun.Of("evaluate", Checkpoints, "--json").Json();
        Assert.Equal(
            trained.GetProperty("accuracy").GetDouble(),
            evaluated.GetProperty("accuracy").GetDouble());
        Assert.Equal(
            trained.GetProperty("loss").GetDouble(), evaluated.GetProperty("loss").GetDouble());
        Assert.Equal(30, evaluated.GetProperty("step").GetInt64());
    }

    [Fact]
    public void Train_must_give_the_same_weights_when_stopped_and_resumed()
    {
        Train(20);
        var stopped = Weights();
        Assert.Equal(0, Train(30).ExitCode);
        var resumed = Weights();
        Directory.Delete(Checkpoints, recursive: true);
        Train(30);

        Assert.Equal(Weights(), resumed);
        Assert.NotEqual(stopped, resumed);
    }

    [Fact]
    public void Checkpoint_must_list_inspect_and_export()
    {
        Train(10);

        var listed = CommandRun.Of("checkpoint", "list", Checkpoints, "--json").Json();
        Assert.Equal(10, Assert.Single(listed.EnumerateArray()).GetProperty("step").GetInt64());
        var inspected = CommandRun.Of("checkpoint", "inspect", Checkpoints);
        Assert.Contains("mlp, step 10", inspected.Output, StringComparison.Ordinal);
        var file = Path.Combine(_folder, "weights.safetensors");
        Assert.Equal(0, CommandRun.Of("checkpoint", "export", Checkpoints, "-o", file).ExitCode);
        var header = BitConverter.ToUInt64(File.ReadAllBytes(file));
        Assert.InRange(header, 10u, (ulong)new FileInfo(file).Length);
        var again = CommandRun.Of("checkpoint", "export", Checkpoints, "-o", file);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("--force", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_must_classify_test_samples_and_a_file_of_features()
    {
        Train(60);
        var labelled = CommandRun.Of("predict", Checkpoints, "--count", "50", "--json").Json();

        var right = labelled.EnumerateArray().Count(one =>
            one.GetProperty("class").GetInt32() == one.GetProperty("label").GetInt32());
        Assert.InRange(right, 25, 50);
        var file = Path.Combine(_folder, "features.csv");
        File.WriteAllText(file, string.Join(',', Enumerable.Repeat("0.5", 64)) + "\n");
        var lines = CommandRun.Of("predict", Checkpoints, "--input", file).Output.Split('\n');
        Assert.Equal("sample,class,probability", lines[0]);
        Assert.StartsWith("0,", lines[1], StringComparison.Ordinal);
        File.WriteAllText(file, "1,2,3\n");
        var damaged = CommandRun.Of("predict", Checkpoints, "--input", file);
        Assert.Equal(2, damaged.ExitCode);
        Assert.Contains("64 columns", damaged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_must_not_need_the_training_data_for_a_file_of_features()
    {
        var data = Path.Combine(_folder, "data.csv");
        File.WriteAllLines(data, Enumerable.Range(0, 60).Select(i => $"{i % 2},{i},{i % 2}"));
        var job = Path.Combine(_folder, "csv.conf");
        File.WriteAllText(job, $$"""
            coded {
              model.name = softmax
              data { format = csv, train = ["{{data}}"], split.test = 10 }
              training { samples-per-step = 20, steps = 5 }
            }
            """);
        Assert.Equal(
            0, CommandRun.Of("train", "--single", job, "--checkpoints", Checkpoints).ExitCode);
        var features = Path.Combine(_folder, "features.csv");
        File.WriteAllText(features, "1,5\n0,8\n");
        var before = CommandRun.Of("predict", Checkpoints, "--input", features);
        File.Delete(data);
        var after = CommandRun.Of("predict", Checkpoints, "--input", features);
        Assert.Equal(0, after.ExitCode);
        Assert.Equal(before.Output, after.Output);
        Assert.Equal(2, CommandRun.Of("evaluate", Checkpoints).ExitCode);
    }

    [Fact]
    public void Train_must_fail_with_one_line_when_checkpoints_cannot_be_written()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var run = CommandRun.Of(
            "train", "--single", Job(), "--steps", "1", "--checkpoints", Path.Combine(file, "x"));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("akkacoded: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Train_must_fail_and_not_blame_the_input_when_it_diverges()
    {
        var run = CommandRun.Of(
            "train", "--single", Job(), "--steps", "200", "--set", "optimizer.learning-rate=1e6");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("CDL-0262", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_must_say_so_when_there_is_no_checkpoint()
    {
        var run = CommandRun.Of("evaluate", _folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(_folder, run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CommandRun Train(int steps) => CommandRun.Of(
        "train", "--single", Job(), "--checkpoints", Checkpoints, "--steps", $"{steps}", "--json");

    private byte[] Weights()
    {
        var listed = CommandRun.Of("checkpoint", "list", Checkpoints, "--json").Json();
        var newest = listed.EnumerateArray().Last().GetProperty("folder").GetString()!;
        return File.ReadAllBytes(Path.Combine(newest, "model.safetensors"));
    }

    private string Job()
    {
        var path = Path.Combine(_folder, "job.conf");
        File.WriteAllText(path, """
            coded {
              model.mlp.hidden = [32]
              data.glyphs { size = 8, train = 1000, test = 200 }
              training.samples-per-step = 128
              optimizer { learning-rate = 0.05, schedule.name = constant }
            }
            """);
        return path;
    }
}
