using AkkaCoded.Codes;
using AkkaCoded.TestSupport;
using AkkaCoded.Training.Configuration;

namespace AkkaCoded.Training.Tests;

public sealed class OptionsSpec
{
    public static TheoryData<string> Examples => new(
        "digits", "optdigits-mlp", "optdigits-cnn", "mnist-cnn", "a9a-softmax");

    [Fact]
    public void Reference_must_give_valid_options_by_itself()
    {
        var options = Jobs.Read("");
        Assert.Equal("mlp", options.Model.Name);
        Assert.Equal("glyphs", options.Data.Format);
        Assert.Equal(256, options.Training.SamplesPerStep);
        Assert.Equal(3, options.Checkpoint.Keep);
    }

    [Fact]
    public void Reference_must_have_a_comment_above_each_key()
    {
        var before = "";
        foreach (var line in TrainingReference.Text.Split('\n').Select(line => line.Trim()))
        {
            if (line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
            {
                Assert.True(before.StartsWith('#'), "no comment above: " + line);
            }

            before = line;
        }
    }

    [Fact]
    public void Reference_must_hold_no_key_that_the_options_leave_unread()
    {
        var asked = new HashSet<string>(
            SourceKeys().Select(key => key.Trim()), StringComparer.Ordinal);
        var keys = TrainingReference.Text.Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#' && line.Contains(" = "))
            .Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]);
        Assert.All(keys, key => Assert.Contains(key, asked));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_must_be_valid_and_state_its_measured_accuracy(string name)
    {
        var path = Path.Combine(DataFolder.RepositoryRoot(), "hocon", name + ".conf");
        TrainingJobOptions.FromFile(path);
        Assert.Matches(@"# Measured: \d\d\.\d\d % ", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("coded.model.name = mpl", "CDL-0220", "coded.model.name", "mlp")]
    [InlineData("coded.model.mlp.hidden = []", "CDL-0220", "mlp.hidden", "1")]
    [InlineData("coded.model.mlp.hidden = [0]", "CDL-0220", "mlp.hidden[0]", "1")]
    [InlineData("coded.model.mlp.dropout = 1", "CDL-0220", "mlp.dropout", "0.999")]
    [InlineData("coded.model.name = torchscript", "CDL-0220", "torchscript.path", "file")]
    [InlineData("coded.model.name = module", "CDL-0220", "module.assembly", ".dll")]
    [InlineData(
        "coded.model.mlp.hidden = [99999999999]", "CDL-0201", "mlp.hidden[0]", "2147483647")]
    [InlineData("coded.model.mlp.hidden = 5", "CDL-0201", "mlp.hidden", "a list in brackets")]
    [InlineData("coded.data.train = a.csv", "CDL-0201", "data.train", "a list in brackets")]
    [InlineData("coded.data.shape = [3]", "CDL-0210", "data.shape", "[] for the format glyphs")]
    [InlineData("coded.data.format = tfrecord", "CDL-0210", "data.format", "csv")]
    [InlineData("coded.data.format = csv", "CDL-0210", "data.train", "1")]
    [InlineData("coded.data { format = csv, train = [a] }", "CDL-0210", "data.test", "split")]
    [InlineData(
        "coded.data { format = idx, train = [a], test = [b] }", "CDL-0210", "train-labels", "IDX")]
    [InlineData("coded.data.glyphs.size = 7", "CDL-0210", "glyphs.size", "8 .. 64")]
    [InlineData("coded.optimizer.name = sdg", "CDL-0240", "optimizer.name", "sgd")]
    [InlineData("coded.optimizer.momentum = 1", "CDL-0240", "momentum", "0.999999")]
    [InlineData("coded.optimizer.learning-rate = 0", "CDL-0241", "learning-rate", "1E-12")]
    [InlineData("coded.optimizer.learning-rate = fast", "CDL-0201", "learning-rate", "a number")]
    [InlineData(
        "coded.optimizer.schedule.milestones = [5, 5]", "CDL-0241", "milestones[1]", "at least 6")]
    [InlineData("coded.training.samples-per-step = 0", "CDL-0260", "per-step", "at least 1")]
    [InlineData("coded.training.sead = 3", "CDL-0104", "training.sead", "seed")]
    [InlineData("coded.code.workers = 0", "CDL-0105", "code.workers", "1")]
    [InlineData("coded.training.samples-per-step = 1.5", "CDL-0201", "per-step", "whole number")]
    [InlineData("coded.training.deterministic = perhaps", "CDL-0201", "deterministic", "on, off")]
    [InlineData("coded.training.device = tpu", "CDL-0260", "training.device", "cuda:N")]
    [InlineData("coded.checkpoint.keep = 0", "CDL-0280", "checkpoint.keep", "at least 1")]
    public void Options_must_name_key_and_range_when_a_value_is_wrong(
        string hocon, string code, string key, string allowed)
    {
        var error = Assert.Throws<InvalidInputException>(() => Jobs.Parse(hocon));
        Assert.Equal(code, error.Code);
        Assert.Contains(key, error.Key, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_must_name_the_source_of_a_wrong_value()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => Jobs.Read("coded {\n  training.steps = many\n}"));
        Assert.EndsWith("job.conf:2: coded.training.steps", error.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_must_let_the_command_line_win()
    {
        var options = Jobs.Read("coded.training.seed = 2", "coded.training.seed=3");
        Assert.Equal(3, options.Training.Seed);
    }

    [Fact]
    public void Options_must_come_back_from_the_text_kept_in_checkpoints()
    {
        var options = Jobs.Read("""
            coded {
              data { format = csv, train = ["a b.csv"], test = [c.csv], shape = [1, 8, 8] }
              optimizer.schedule.milestones = [3, 5]
            }
            """);
        using var setup = Jobs.Open();
        using var model = setup.CreateModel();
        var manifest = new TrainingState(setup, model).Capture().Manifest with
        {
            Configuration = options.Source,
        };
        var again = TrainingJobOptions.FromCheckpoint(manifest, "manifest.json");
        Assert.Equal(options.Model.MlpHidden, again.Model.MlpHidden);
        Assert.Equal(options.Data.Train, again.Data.Train);
        Assert.Equal(options.Data.Shape, again.Data.Shape);
        Assert.Equal(options.Training, again.Training);
        Assert.Equal([3, 5], again.Optimizer.Schedule.Milestones);
        Assert.Equal(options.Code.Family, again.Code.Family);
    }

    /// <summary>The names that the section readers ask for, from their source.</summary>
    private static IEnumerable<string> SourceKeys()
    {
        var folder = Path.Combine(DataFolder.RepositoryRoot(), "Training", "Configuration");
        return Directory.EnumerateFiles(folder, "*Section.cs")
            .SelectMany(file => File.ReadAllText(file).Split('"').Where((_, i) => i % 2 == 1));
    }
}
