using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Record;

public sealed class RunFolderSpec : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("akkacoded-runs-").FullName;

    [Fact]
    public void Folder_must_be_named_by_job_and_time_and_hold_the_configuration()
    {
        var run = Create(_root);

        Assert.Equal(Path.Combine(_root, "digits-20261121-093000"), run.FullPath);
        Assert.Equal("a = 1", File.ReadAllText(run.JobConf));
        Assert.Equal(Path.Combine(run.FullPath, "record.jsonl"), run.Record);
        Assert.Equal(Path.Combine(run.FullPath, "report.html"), run.Report);
        Assert.Equal(Path.Combine(run.FullPath, "checkpoints"), run.Checkpoints);
        Assert.Null(run.Mended);
    }

    [Fact]
    public void Folders_of_one_second_must_get_numbers_even_when_made_at_once()
    {
        var names = new string[12];
        Parallel.For(0, names.Length, i => names[i] = Path.GetFileName(Create(_root).FullPath));

        var expected = Enumerable.Range(1, names.Length).Select(number =>
            "digits-20261121-093000" + (number == 1 ? "" : $"-{number}"));
        Assert.Equal(expected.Order(), names.Order());
    }

    [Fact]
    public void Folder_must_say_what_to_do_when_it_cannot_be_written()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<InvalidInputException>(() => Create(Path.Combine(file, "runs")));
        Assert.Equal("CDL-0560", error.Code);
        Assert.Contains("coded.record.folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_must_refuse_a_folder_without_a_run()
    {
        var error = Assert.Throws<InvalidInputException>(() => RunFolder.OpenForResume(_root));
        Assert.Equal("CDL-0561", error.Code);
        Assert.Contains(_root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_must_find_a_run_again_and_leave_a_whole_record_alone()
    {
        var run = Create(_root);
        File.WriteAllText(run.Record, "whole\n");
        var opened = RunFolder.OpenForResume(run.FullPath);
        Assert.Equal(run.FullPath, opened.FullPath);
        Assert.Null(opened.Mended);
        Assert.Equal("whole\n", File.ReadAllText(run.Record));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static RunFolder Create(string root) =>
        RunFolder.Create(root, new JobId("digits"), "a = 1", new ManualTime());
}
