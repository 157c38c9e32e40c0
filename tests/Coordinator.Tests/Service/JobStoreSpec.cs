using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Service;

namespace AkkaCoded.Coordinator.Tests.Service;

public sealed class JobStoreSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-store-").FullName;

    private readonly List<InvalidInputException> _damaged = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Store_must_give_back_what_was_kept_when_it_is_opened_again()
    {
        var store = new JobStore(_folder);
        var first = Entry("first", 1) with
        {
            State = JobState.Failed,
            Reason = "the \"loss\" is\nno number",
            Figures = new JobFigures { Step = 12, Loss = double.NaN, TestAccuracy = 0.5 },
        };
        store.Create(first, "coded.job.name = first");
        store.Create(Entry("second", 2), "coded.job.name = second");
        store.Write(Entry("second", 2) with { State = JobState.Running });

        var loaded = new JobStore(_folder).Load(_damaged.Add);
        Assert.Equal(["first", "second"], loaded.Select(job => job.Id));
        Assert.Equal(first, loaded[0]);
        Assert.Equal(JobState.Running, loaded[1].State);
        Assert.Empty(_damaged);
        Assert.Equal(
            "coded.job.name = first", File.ReadAllText(Path.Combine(_folder, "first", "job.conf")));
    }

    [Fact]
    public void State_must_be_the_last_whole_one_when_a_write_was_torn()
    {
        var store = new JobStore(_folder);
        store.Create(Entry("job", 1), "");
        var torn = Path.Combine(_folder, "job", "state.json.new");
        File.WriteAllText(torn, "{ \"id\": \"job\", \"sta");
        Assert.Equal(JobState.Submitted, Assert.Single(store.Load(_damaged.Add)).State);
        store.Write(Entry("job", 1) with { State = JobState.Finished });
        Assert.Equal(JobState.Finished, Assert.Single(store.Load(_damaged.Add)).State);
        Assert.False(File.Exists(torn));
        Assert.Empty(_damaged);
    }

    [Fact]
    public void Job_must_not_exist_when_its_submission_was_cut_off_before_its_first_state()
    {
        var store = new JobStore(_folder);
        var half = Directory.CreateDirectory(Path.Combine(_folder, "job"));
        File.WriteAllText(Path.Combine(half.FullName, "job.conf"), "half a jo");
        Assert.Empty(store.Load(_damaged.Add));
        store.Create(Entry("job", 1), "whole");
        Assert.Equal("whole", File.ReadAllText(Path.Combine(half.FullName, "job.conf")));
        Assert.Single(store.Load(_damaged.Add));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{ \"id\": \"job\" }")]
    [InlineData("{ \"id\": \"job\", \"name\": \"job\", \"number\": 1, \"turn\": 1, \"workers\": 4, "
        + "\"steps\": 1, \"submittedAt\": \"2026-11-21T09:00:00Z\", \"state\": \"dancing\" }")]
    public void Other_jobs_must_be_loaded_when_one_is_damaged(string text)
    {
        var store = new JobStore(_folder);
        store.Create(Entry("good", 2), "");
        store.Create(Entry("job", 1), "");
        File.WriteAllText(Path.Combine(_folder, "job", "state.json"), text);
        Assert.Equal("good", Assert.Single(store.Load(_damaged.Add)).Id);
        Assert.Equal("CDL-0736", Assert.Single(_damaged).Code);
        // Its folder must not be taken by another one.
        Assert.Equal(
            "CDL-0736",
            Assert.Throws<InvalidInputException>(() => store.Create(Entry("job", 3), "")).Code);
    }

    [Fact]
    public void Copy_must_be_told_when_somebody_has_doubled_a_folder()
    {
        var store = new JobStore(_folder);
        store.Create(Entry("job", 1), "");
        var copy = Directory.CreateDirectory(Path.Combine(_folder, "copy"));
        File.Copy(
            Path.Combine(_folder, "job", "state.json"), Path.Combine(copy.FullName, "state.json"));
        Assert.Equal("job", Assert.Single(store.Load(_damaged.Add)).Id);
        Assert.Contains("copy", Assert.Single(_damaged).Key, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_must_belong_to_one_coordinator_when_two_want_it()
    {
        using (var taken = StoreLock.TryTake(_folder))
        {
            Assert.NotNull(taken);
            Assert.Null(StoreLock.TryTake(_folder));
        }

        using var again = StoreLock.TryTake(_folder);
        Assert.NotNull(again);
    }

    [Fact]
    public void Error_must_name_the_folder_when_it_cannot_be_written()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<InvalidInputException>(
            () => new JobStore(file).Create(Entry("job", 1), ""));
        Assert.Equal("CDL-0736", error.Code);
        Assert.Contains("file", error.Value, StringComparison.Ordinal);
    }

    private static JobEntry Entry(string id, long number) => new()
    {
        Id = id,
        Name = id,
        Number = number,
        State = JobState.Submitted,
        Turn = number,
        SubmittedAt = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero),
        Workers = 4,
        Steps = 60,
    };
}
