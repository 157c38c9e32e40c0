using System.Security.Cryptography;
using System.Text;
using AkkaCoded.Codes;
using AkkaCoded.Training;
using AkkaCoded.WorkerNode.Cluster;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Tests.Cluster;

/// <summary>Where a node finds the files of a job.</summary>
public sealed class NodeFilesSpec : IDisposable
{
    private readonly string _folder =
        Directory.CreateTempSubdirectory("akkacoded-files-").FullName;

    private readonly List<(string Sha256, long BytesMax)> _fetched = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task File_must_be_used_where_it_is_when_it_holds_the_same()
    {
        Write("train.csv", "1,2,0");
        Write("test.csv", "3,4,1");

        var job = await LocalizeAsync(Listed("train", "1,2,0"), Listed("test", "3,4,1"));

        Assert.Equal([Path.Combine(_folder, "train.csv")], job.Data.Train);
        Assert.Equal([Path.Combine(_folder, "test.csv")], job.Data.Test);
        Assert.Empty(_fetched);
    }

    [Fact]
    public async Task File_must_be_fetched_when_it_is_not_here_or_holds_something_else()
    {
        Write("test.csv", "3,4,2");

        var job = await LocalizeAsync(Listed("train", "1,2,0"), Listed("test", "3,4,1"));

        Assert.Equal(["/fetched/" + Hash("1,2,0")], job.Data.Train);
        Assert.Equal(["/fetched/" + Hash("3,4,1")], job.Data.Test);
        Assert.Equal([(Hash("1,2,0"), 5), (Hash("3,4,1"), 5)], _fetched);
    }

    [Fact]
    public async Task File_must_be_looked_at_again_when_it_was_changed()
    {
        var files = Files();
        var text = Job(Listed("train", "1,2,0"), Listed("test", "1,2,0"));
        Write("train.csv", "1,2,0");
        Write("test.csv", "1,2,0");
        await files.LocalizeAsync(text, default);
        Assert.Empty(_fetched);

        Write("train.csv", "1,2,9");
        File.SetLastWriteTimeUtc(
            Path.Combine(_folder, "train.csv"), DateTime.UtcNow + TimeSpan.FromMinutes(1));
        await files.LocalizeAsync(text, default);

        Assert.Equal([(Hash("1,2,0"), 5L)], _fetched);
    }

    [Fact]
    public async Task Job_must_keep_its_paths_when_no_contents_are_listed()
    {
        var job = await LocalizeAsync();

        Assert.Equal(["train.csv"], job.Data.Train);
        Assert.Empty(_fetched);
    }

    [Fact]
    public async Task Job_must_be_left_alone_when_it_reads_no_files()
    {
        const string Glyphs = "coded.data.format = glyphs";

        Assert.Equal(Glyphs, await Files().LocalizeAsync(Glyphs, default));
    }

    [Fact]
    public async Task Labels_and_models_must_be_found_too()
    {
        var hash = Hash("x");
        var job = TrainingJobOptions.FromText(await Files().LocalizeAsync(
            $$"""
            coded {
              data { format = idx, folder = {{_folder}}, train = [images], train-labels = labels
                test = [images2], test-labels = labels2 }
              model { name = torchscript, torchscript.path = model.pt }
              files {
                data { train = ["{{hash}}:1"], train-labels = ["{{hash}}:1"]
                  test = ["{{hash}}:1"], test-labels = ["{{hash}}:1"] }
                model.torchscript.path = ["{{hash}}:1"]
              }
            }
            """, default));

        string[] paths =
        [
            job.Data.Train[0], job.Data.TrainLabels, job.Data.Test[0], job.Data.TestLabels,
            job.Model.ScriptPath,
        ];
        Assert.All(paths, path => Assert.Equal("/fetched/" + hash, path));
    }

    [Fact]
    public async Task File_must_be_refused_when_it_is_too_long()
    {
        var line = Listed("train", new string('1', 1001));

        var error = await Assert.ThrowsAsync<InvalidInputException>(() => LocalizeAsync(line));

        Assert.Equal("CDL-0714", error.Code);
        Assert.Empty(_fetched);
    }

    [Theory]
    [InlineData("train = [\"nonsense\"]")]
    [InlineData("train = [\"../../etc/passwd:5\"]")]
    [InlineData("train = []")]
    [InlineData("train = [\"{hash}:5\", \"{hash}:5\"]")]
    [InlineData("train = [\"{hash}:-5\"]")]
    [InlineData("train = [\"{hash}\"]")]
    [InlineData("train = 5")]
    public async Task List_must_be_refused_when_it_is_malformed(string list)
    {
        var line = "coded.files.data." + list.Replace("{hash}", Hash("1,2,0"));

        var error = await Assert.ThrowsAsync<InvalidInputException>(() => LocalizeAsync(line));

        Assert.Equal("CDL-0712", error.Code);
    }

    [Fact]
    public void Coordinator_that_is_away_for_a_moment_must_be_waited_for()
    {
        var (tries, time) = (0, new LeapingTime());
        var files = new NodeFiles(
            (hash, _, _) => ++tries < 4
                ? throw new DataPlaneException("away")
                : throw new InvalidInputException("CDL-0425", "file", hash, "there", ""),
            1000);
        using var setups = new RemoteJobSetups(files, time);

        var error = Assert.Throws<InvalidInputException>(
            () => setups.Open(TestJob.Id, 1, Job(Listed("train", "1"), Listed("test", "1"))));

        Assert.Equal(("CDL-0425", 4), (error.Code, tries));
        Assert.Equal(3, time.Pauses.Count);
        Assert.Equal(0, setups.Count);
    }

    [Fact]
    public void Coordinator_that_stays_away_must_be_given_up()
    {
        var time = new LeapingTime();
        var files = new NodeFiles((_, _, _) => throw new DataPlaneException("away"), 1000);
        using var setups = new RemoteJobSetups(files, time);

        Assert.Throws<DataPlaneException>(
            () => setups.Open(TestJob.Id, 1, Job(Listed("train", "1"), Listed("test", "1"))));

        Assert.InRange(
            time.Pauses.Sum(pause => pause.TotalSeconds), 10,
            RemoteJobSetups.Patience.TotalSeconds);
    }

    private NodeFiles Files() => new(
        (hash, bytesMax, _) =>
        {
            _fetched.Add((hash, bytesMax));
            return Task.FromResult("/fetched/" + hash);
        },
        1000);

    private async Task<TrainingJobOptions> LocalizeAsync(params string[] lines) =>
        TrainingJobOptions.FromText(await Files().LocalizeAsync(Job(lines), default));

    private string Job(params string[] lines) => string.Join(
        '\n',
        lines.Prepend(
            $$"""
            coded.data {
              format = csv, folder = {{_folder}}, train = [train.csv], test = [test.csv]
            }
            """));

    private static string Listed(string key, string content) =>
        $"coded.files.data.{key} = [\"{Hash(content)}:{content.Length}\"]";

    private static string Hash(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(content)));

    private void Write(string name, string content) =>
        File.WriteAllText(Path.Combine(_folder, name), content);
}
