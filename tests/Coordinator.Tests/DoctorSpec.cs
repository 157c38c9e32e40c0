using AkkaCoded.Coordinator.Diagnostics;

namespace AkkaCoded.Coordinator.Tests;

public sealed class DoctorSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-dr-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Disk_must_be_examined_where_a_folder_would_be_made_and_left_as_it_was()
    {
        var finding = Disk.Examine(Path.Combine(_folder, "runs", "today"));
        Assert.NotEqual(Finding.Fail, finding.Status);
        Assert.Contains("runs", finding.Found, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Disk_must_fail_with_a_remedy_when_the_folder_cannot_be_made()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var finding = Disk.Examine(Path.Combine(file, "runs"));
        Assert.Equal(Finding.Fail, finding.Status);
        Assert.Contains("record.folder", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L << 29, Finding.Warn)]
    [InlineData(1L << 30, Finding.Ok)]
    public void Disk_must_warn_when_less_than_a_gibibyte_is_free(long free, string status) =>
        Assert.Equal(status, Disk.Room("runs", free).Status);

    [Theory]
    [InlineData("10.0.100", Finding.Ok)]
    [InlineData("8.0.400", Finding.Warn)]
    [InlineData(null, Finding.Warn)]
    public void Sdk_must_be_new_enough(string? version, string status)
    {
        if (version is not null)
        {
            Directory.CreateDirectory(Path.Combine(_folder, "sdk", version));
        }

        var finding = Sdk.Examine(_folder);
        Assert.Equal(status, finding.Status);
        Assert.Contains(version ?? "none", finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_must_look_at_the_folders_of_the_job()
    {
        var checkpoints = Path.Combine(_folder, "kept");
        var found = CommandRun.Of(
                "doctor", "--json", "--set", $"record.folder={_folder}",
                "--set", $"checkpoint.folder={checkpoints}")
            .Json().EnumerateArray()
            .Where(one => one.GetProperty("check").GetString() == "disk")
            .Select(one => one.GetProperty("found").GetString()!)
            .ToList();
        Assert.Equal(2, found.Count);
        Assert.EndsWith(_folder, found[0], StringComparison.Ordinal);
        Assert.EndsWith(checkpoints, found[1], StringComparison.Ordinal);
    }
}
