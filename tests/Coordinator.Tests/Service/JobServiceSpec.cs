using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Service;

namespace AkkaCoded.Coordinator.Tests.Service;

public sealed class JobServiceSpec
{
    [Fact]
    public async Task Job_must_leave_what_train_leaves_when_it_is_finished()
    {
        await using var world = await ServiceWorld.StartAsync();
        Assert.Equal("toy", world.Service.Submit(ServiceWorld.Toy, null).Job.Id);
        var run = await world.Engine.BegunAsync("toy");
        run.Join().Step(60).Tell("evaluation", "97.5 %", loss: 0.08, accuracy: 0.975).End();
        var view = await world.UntilAsync("toy", JobState.Finished);
        Assert.Equal(60, view.Figures.Step);
        Assert.Equal(0.975, view.Figures.TestAccuracy);
        Assert.NotNull(view.Job.EndedAt);
        Assert.True(File.Exists(world.PathOf("toy", "report.html")));
        var steps = RunRecordReader.Read(world.PathOf("toy", "record.jsonl"))
            .OfType<StepLine>().Count();
        Assert.Equal(60, steps);
    }

    [Fact]
    public async Task Checkpoints_must_go_into_the_jobs_folder_when_it_names_none()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Service.Submit(ServiceWorld.Toy, "first");
        await world.Engine.BegunAsync("first");
        world.Service.Submit(
            ServiceWorld.Toy + "\ncoded.checkpoint { folder = /tmp/elsewhere, every = 7 }",
            "second");
        await world.Engine.BegunAsync("second");
        var first = ConfigOf(world, "first").Reader("coded.checkpoint");
        var second = ConfigOf(world, "second").Reader("coded.checkpoint");
        Assert.Equal(world.PathOf("first", "checkpoints"), first.Text("folder"));
        Assert.Equal(3, first.Int("every", 0, 100));
        Assert.Equal("/tmp/elsewhere", second.Text("folder"));
        Assert.Equal(7, second.Int("every", 0, 100));
    }

    [Fact]
    public async Task Job_must_go_on_when_it_is_resumed_after_a_pause()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Service.Submit(ServiceWorld.Toy, null);
        (await world.Engine.BegunAsync("toy")).Join().Step(5);
        var paused = await world.Service.PauseAsync("toy");
        Assert.Equal((JobState.Paused, 5), (paused.Job.State, paused.Figures.Step));
        world.Service.Resume("toy");
        var run = await world.Engine.BegunAsync("toy");
        // What the job says of resuming is for its first start only.
        Assert.True(ConfigOf(world, "toy").Reader("coded.checkpoint").Flag("resume"));
        run.Join().Step().End();
        await world.UntilAsync("toy", JobState.Finished);
        Assert.Equal(2, world.Engine.Opened.Count);
    }

    [Fact]
    public async Task Request_must_be_answered_when_a_job_takes_long_to_stop()
    {
        await using var world = await ServiceWorld.StartAsync(patience: TimeSpan.Zero);
        world.Service.Submit(ServiceWorld.Toy, null);
        var run = (await world.Engine.BegunAsync("toy")).Join();
        run.StopsAtOnce = false;
        var view = await world.Service.CancelAsync("toy");
        Assert.Equal((JobState.Running, JobIntent.Cancel), (view.Job.State, view.Job.Intent));
        await run.AskedToStop;
        run.End(isStopped: true);
        await world.UntilAsync("toy", JobState.Cancelled);
    }

    [Fact]
    public async Task Third_job_must_wait_for_its_turn_when_two_may_run()
    {
        await using var world = await ServiceWorld.StartAsync(runningMax: 2);
        foreach (var name in new[] { "a", "b", "c" })
        {
            world.Service.Submit(ServiceWorld.Toy, name);
        }

        var first = await world.Engine.BegunAsync("a");
        await world.Engine.BegunAsync("b");
        Assert.Equal(JobState.Submitted, world.Service.View("c").Job.State);
        first.End();
        await world.Engine.BegunAsync("c");
    }

    [Fact]
    public async Task Waiting_must_name_who_is_missing_when_workers_are()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Service.Submit(ServiceWorld.Toy, null);
        var run = await world.Engine.BegunAsync("toy");
        var alone = await world.UntilAsync("toy", JobState.Waiting);
        Assert.Equal((0, 4), (alone.Job.Shortage!.Here, alone.Job.Shortage.Of));
        run.Join(2);
        Assert.Equal([2, 3], world.Service.View("toy").Job.Shortage!.Missing);
        run.Join().Step();
        await world.UntilAsync("toy", JobState.Running);
        run.Tell("lost", "worker 1 has died", 1).Tell("waiting", "missing: worker 1");
        var waiting = await world.UntilAsync("toy", JobState.Waiting);
        Assert.Equal((3, 4), (waiting.Job.Shortage!.Here, waiting.Job.Shortage.Of));
        Assert.Equal([1], waiting.Job.Shortage.Missing);
        Assert.False(waiting.Progress!.Workers[1].IsHere);
        run.Tell("restarted", "worker 1 is back", 1).Tell("going-on", "enough");
        var running = await world.UntilAsync("toy", JobState.Running);
        Assert.True(running.Progress!.Workers[1].IsHere);
        Assert.Contains(
            running.Log.Recent, line => line.Text.Contains("3 of 4 workers are here; missing: 1"));
    }

    [Fact]
    public async Task Job_must_fail_with_its_reason_when_its_run_does()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Service.Submit(ServiceWorld.Toy, "diverges");
        (await world.Engine.BegunAsync("diverges")).Step(3)
            .Fail(new InvalidOperationException("it diverged"));
        var failed = await world.UntilAsync("diverges", JobState.Failed);
        Assert.Equal(("it diverged", 3), (failed.Job.Reason, failed.Figures.Step));
        world.Engine.FailsToOpen = new InvalidInputException(
            "CDL-0201", "key", "value", "allowed", "Mend it.");
        world.Service.Submit(ServiceWorld.Toy, "closed");
        Assert.StartsWith(
            "CDL-0201", (await world.UntilAsync("closed", JobState.Failed)).Job.Reason,
            StringComparison.Ordinal);
        // Mended, a failed job goes on.
        world.Service.Resume("diverges");
        await world.Engine.BegunAsync("diverges");
    }

    [Fact]
    public async Task Jobs_must_go_on_when_their_coordinator_was_killed()
    {
        await using var killed = await ServiceWorld.StartAsync();
        killed.Service.Submit(ServiceWorld.Toy, "ran");
        killed.Service.Submit(ServiceWorld.Toy, "paused");
        (await killed.Engine.BegunAsync("ran")).Join().Step(9);
        (await killed.Engine.BegunAsync("paused")).Join().Step();
        await killed.Service.PauseAsync("paused");
        var copy = Directory.CreateTempSubdirectory("akkacoded-killed-").FullName;
        Copy(killed.Folder, copy);
        var next = new FakeEngine();
        await using var service = new JobService(
            new JobServiceSettings { Store = new JobStore(copy), RunningMax = 2 });
        await service.BeginAsync(next);
        var run = await next.BegunAsync("ran");
        Assert.Equal(JobState.Paused, service.View("paused").Job.State);
        Assert.Equal("ran", Assert.Single(next.Opened).Job);
        run.Join().Step().End();
        await service.DisposeAsync();
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task Jobs_must_be_resumed_when_a_coordinator_ended_in_good_order()
    {
        await using var first = await ServiceWorld.StartAsync();
        first.Service.Submit(ServiceWorld.Toy, null);
        (await first.Engine.BegunAsync("toy")).Join().Step(4);
        await first.Service.DisposeAsync();
        Assert.False(first.Service.IsInCharge);
        await using var second = await first.AgainAsync();
        (await second.Engine.BegunAsync("toy")).Join().Step(2).End();
        await second.UntilAsync("toy", JobState.Finished);
        Assert.Contains(
            second.Service.View("toy").Log.Recent, line => line.Text == "submitted");
    }

    [Fact]
    public async Task Coordinator_must_wait_when_another_one_holds_the_folder()
    {
        await using var first = await ServiceWorld.StartAsync();
        first.Service.Submit(ServiceWorld.Toy, null);
        (await first.Engine.BegunAsync("toy")).Join().Step();
        var second = first.AgainAsync();
        Assert.False(second.IsCompleted);
        await first.Service.DisposeAsync();
        await using var reigns = await second.WaitAsync(ServiceWorld.Patience);
        (await reigns.Engine.BegunAsync("toy")).End();
        Assert.Contains(reigns.Log, line => line.Contains("waiting for it"));
    }

    [Fact]
    public async Task Service_must_give_up_its_charge_when_the_managers_reign_is_over()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Service.Submit(ServiceWorld.Toy, null);
        var run = (await world.Engine.BegunAsync("toy")).Join().Step();
        run.End(isStopped: true);
        using var patience = new CancellationTokenSource(ServiceWorld.Patience);
        while (world.Service.IsInCharge)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(
            "CDL-0737",
            Assert.Throws<InvalidInputException>(() => world.Service.List()).Code);
        await using var next = await world.AgainAsync();
        (await next.Engine.BegunAsync("toy")).End();
        await next.UntilAsync("toy", JobState.Finished);
    }

    [Fact]
    public async Task Submission_must_be_refused_before_it_is_checked_when_its_name_is_taken()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Service.Submit(ServiceWorld.Toy, null);
        var error = Assert.Throws<InvalidInputException>(
            () => world.Service.Submit(ServiceWorld.Toy, null));
        Assert.Equal("CDL-0731", error.Code);
        await world.Service.CancelAsync("toy");
        Assert.Equal("toy-2", world.Service.Submit(ServiceWorld.Toy, null).Job.Id);
        var config = File.ReadAllText(world.PathOf("toy-2", "job.conf"));
        Assert.EndsWith("coded.checkpoint.every = 3\n", config, StringComparison.Ordinal);
        Assert.Contains("coded.job.name = \"toy-2\"", config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("include \"/etc/passwd\"", "CDL-0742")]
    [InlineData("include file(\"/etc/passwd\")", "CDL-0742")]
    [InlineData("coded.training.stepps = 3", "CDL-0104")]
    [InlineData("coded.code.stragglers = 9", "CDL-0002")]
    [InlineData("coded { ", "CDL-0101")]
    [InlineData("coded.job.name = ${HOME}", "CDL-0101")]
    public async Task Text_must_be_refused_when_it_is_wrong_or_reaches_out(
        string text, string code)
    {
        await using var world = await ServiceWorld.StartAsync();
        var error = Assert.Throws<InvalidInputException>(
            () => world.Service.Submit($"{ServiceWorld.Toy}\n{text}", null));
        Assert.Equal(code, error.Code);
        Assert.Empty(world.Service.List());
        Assert.Empty(Directory.GetDirectories(world.Folder));
    }

    [Fact]
    public async Task Fault_must_be_refused_when_the_job_does_not_run()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Service.Submit(ServiceWorld.Toy, null);
        var run = (await world.Engine.BegunAsync("toy")).Join();
        await world.Service.InjectAsync("toy", "crash worker=3");
        Assert.Equal(["crash worker=3"], run.Faults);
        await Assert.ThrowsAsync<InvalidInputException>(
            () => world.Service.InjectAsync("toy", "nonsense"));
        await world.Service.PauseAsync("toy");
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => world.Service.InjectAsync("toy", "crash worker=3"));
        Assert.Equal("CDL-0732", error.Code);
    }

    private static Messages.Configuration.LayeredConfig ConfigOf(ServiceWorld world, string id) =>
        world.Engine.Opened.Last(one => one.Job == id).Config;

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == ".lock")
            {
                continue;
            }

            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var source = new FileStream(
                file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = File.Create(target);
            source.CopyTo(copy);
        }
    }
}
