using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Tests.Jobs;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>Data sets from the coordinator's disk to a node's, over a real socket.</summary>
public sealed class SharedJobFilesSpec : IDisposable
{
    private static readonly JobId Toy = new("toy");

    private readonly string _folder =
        Directory.CreateTempSubdirectory("akkacoded-shared-").FullName;

    private string Cache => Path.Combine(_folder, "cache");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Node_without_the_data_must_fetch_them_once_and_train_on_the_same()
    {
        await using var server = await DataPlaneServer.StartAsync(new DataPlaneOptions());
        var (text, count) = await PrepareAsync(server);

        using (var first = Channel(server))
        using (var setup = first.Setups.Open(Toy, 1, Elsewhere(text)))
        {
            Assert.Equal(count, setup.Setup.Data.Train.Count);
        }

        Assert.Equal(2, Directory.GetFiles(Cache).Count(path => !path.EndsWith(".lock")));
        // What it has now it need not fetch again: the coordinator has lost it.
        File.Delete(Path.Combine(_folder, "train.csv"));
        using var second = Channel(server);
        using var again = second.Setups.Open(Toy, 2, Elsewhere(text));
        Assert.Equal(count, again.Setup.Data.Train.Count);
    }

    [Fact]
    public async Task Node_with_the_data_must_fetch_nothing()
    {
        await using var server = await DataPlaneServer.StartAsync(new DataPlaneOptions());
        var (text, count) = await PrepareAsync(server);

        using var channel = Channel(server);
        using var setup = channel.Setups.Open(Toy, 1, text);

        Assert.Equal(count, setup.Setup.Data.Train.Count);
        Assert.False(Directory.Exists(Cache));
    }

    [Fact]
    public async Task Node_must_say_so_when_a_file_was_changed_after_it_was_shared()
    {
        await using var server = await DataPlaneServer.StartAsync(new DataPlaneOptions());
        var (text, _) = await PrepareAsync(server);
        WriteCsv("train.csv", 96, "0.25");

        using var channel = Channel(server);

        var error = Assert.Throws<InvalidInputException>(
            () => channel.Setups.Open(Toy, 1, Elsewhere(text)));
        Assert.Contains(error.Code, new[] { "CDL-0425", "CDL-0426" });
    }

    [Fact]
    public async Task Job_must_list_nothing_when_it_reads_no_files()
    {
        await using var server = await DataPlaneServer.StartAsync(new DataPlaneOptions());
        using var opened = TrainingRun.Open(RunJobs.Parse());

        var text = await SharedJobFiles.PrepareAsync(opened, server.Files, default);

        Assert.Equal(OpenedRun.ConfigurationOf(opened.Config), text);
    }

    /// <summary>The job on a machine where nothing lies at its paths.</summary>
    private string Elsewhere(string text) =>
        text + $"\ncoded.data.folder = \"{Path.Combine(_folder, "nowhere")}\"";

    private INodeChannel Channel(DataPlaneServer server) =>
        new HttpChannels(null, null, Cache, 1 << 20, TimeProvider.System).Open(server.Address);

    private async Task<(string Text, long TrainCount)> PrepareAsync(DataPlaneServer server)
    {
        WriteCsv("train.csv", 96, "0.5");
        WriteCsv("test.csv", 40, "0.5");
        using var opened = TrainingRun.Open(RunJobs.Parse(
            $$"""
            coded.data {
              format = csv, folder = "{{_folder}}", train = [train.csv], test = [test.csv]
              classes = 2
            }
            """));
        var text = await SharedJobFiles.PrepareAsync(opened, server.Files, default);
        return (text, 96);
    }

    private void WriteCsv(string name, int lines, string value) => File.WriteAllLines(
        Path.Combine(_folder, name),
        Enumerable.Range(0, lines).Select(line => string.Create(
            CultureInfo.InvariantCulture, $"{line * 0.01},{value},{line % 2}")));
}
