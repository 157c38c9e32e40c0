using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Computing;

namespace AkkaCoded.WorkerNode.Tests;

public sealed class RestartBackoffSpec
{
    private readonly RestartBackoff _backoff = new(Options.Supervision with { RestartsMax = 9 });

    [Fact]
    public void Pause_must_double_with_each_death_in_the_window_up_to_its_limit()
    {
        double[] expected = [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30];
        Assert.Equal(expected, expected.Select(_ => Pause(0)));
    }

    [Fact]
    public void Deaths_out_of_the_window_must_be_forgotten()
    {
        Assert.Equal([0.2, 0.4, 0.8], new[] { Pause(0), Pause(10), Pause(299.9) });

        Assert.Equal(0.8, Pause(300));
        Assert.Equal(0.2, Pause(1000));
    }

    [Fact]
    public void One_death_too_many_must_mean_quarantine_and_then_a_clean_slate()
    {
        for (var i = 0; i < 9; i++)
        {
            Assert.False(_backoff.OnDeath(TimeSpan.FromSeconds(i)).IsQuarantined);
        }

        var decision = _backoff.OnDeath(TimeSpan.FromSeconds(9));

        Assert.Equal(new RestartDecision(TimeSpan.FromMinutes(5), true), decision);
        Assert.Equal(0.2, Pause(10));
    }

    [Fact]
    public void Failures_must_be_too_many_only_within_their_window()
    {
        bool Fail(double second) => _backoff.IsFailureTooMany(TimeSpan.FromSeconds(second));

        Assert.Equal(
            [false, false, false, true, false, false],
            new[] { Fail(0), Fail(1), Fail(60), Fail(60.5), Fail(61), Fail(62) });
    }

    private double Pause(double second) =>
        _backoff.OnDeath(TimeSpan.FromSeconds(second)).Pause.TotalSeconds;
}

public sealed class StaleFilterSpec
{
    private readonly StaleFilter _filter = new();

    public StaleFilterSpec() => _filter.Open(TestJob.Id, 2);

    [Fact]
    public void Keys_of_other_jobs_and_reigns_must_be_stale()
    {
        Assert.False(_filter.Accepts(TestJob.Key(5, epoch: 1)));
        Assert.False(_filter.Accepts(TestJob.Key(5, epoch: 3)));
        Assert.False(_filter.IsCurrent(new StepKey(new JobId("other"), 2, 5)));
        Assert.False(_filter.Close(TestJob.Step(5, epoch: 1)));
        Assert.True(_filter.Accepts(TestJob.Key(5, epoch: 2)));
    }

    [Fact]
    public void Attempts_must_be_let_in_once_and_rising()
    {
        Assert.True(_filter.Accepts(TestJob.Key(5, 0, 1, 2)));
        Assert.False(_filter.Accepts(TestJob.Key(5, 0, 1, 2)));
        Assert.False(_filter.Accepts(TestJob.Key(5, 0, 0, 2)));
        Assert.True(_filter.Accepts(TestJob.Key(5, 1, 0, 2)));
        Assert.True(_filter.Accepts(TestJob.Key(5, 0, 2, 2)));
        Assert.True(_filter.Accepts(TestJob.Key(6, 0, 0, 2)));
    }

    [Fact]
    public void Steps_that_are_over_must_be_stale()
    {
        Assert.True(_filter.Accepts(TestJob.Key(5, epoch: 2)));
        Assert.False(_filter.Accepts(TestJob.Key(4, epoch: 2)));
        Assert.True(_filter.IsCurrent(TestJob.Step(5, 2)));
        Assert.True(_filter.Close(TestJob.Step(5, 2)));
        Assert.False(_filter.IsCurrent(TestJob.Step(5, 2)));
        Assert.False(_filter.Accepts(TestJob.Key(5, 0, 1, 2)));
        Assert.True(_filter.Accepts(TestJob.Key(6, epoch: 2)));
    }

    [Fact]
    public void Nothing_must_be_let_in_when_no_job_is_open()
    {
        _filter.Close();

        Assert.False(_filter.Accepts(TestJob.Key(5, epoch: 2)));
        _filter.Open(TestJob.Id, 3);
        Assert.True(_filter.Accepts(TestJob.Key(0, epoch: 3)));
    }
}

public sealed class KeptRowsSpec
{
    private static readonly AkkaCoded.Codes.CodeRow Row = AkkaCoded.Codes.CodeRow.SumOf([0, 1]);

    private readonly KeptRows _rows = new(4);

    [Fact]
    public void Vector_must_be_used_again_only_when_its_step_is_closed_and_nobody_reads_it()
    {
        var first = Take(TestJob.Key(0));
        first.PostsPending++;
        _rows.Close(0);
        var second = Take(TestJob.Key(1));
        Assert.NotSame(first.Sum, second.Sum);

        first.PostsPending--;
        _rows.Recycle(first);
        Assert.Same(first.Sum, Take(TestJob.Key(1, partition: 1)).Sum);
        Assert.Equal(2, _rows.VectorsMade);
    }

    [Fact]
    public void A_thousand_steps_must_take_one_vector()
    {
        for (var step = 0; step < 1000; step++)
        {
            Take(TestJob.Key(step)).Finish(1);
            _rows.Close(step);
        }

        Assert.Equal(1, _rows.VectorsMade);
    }

    [Fact]
    public void Later_attempt_must_find_the_row_and_other_work_must_leave_its_vector_alone()
    {
        var first = Take(TestJob.Key(3));
        first.ChunksInStep = 1;
        Assert.Same(first, Take(TestJob.Key(3, attempt: 1)));
        Assert.Equal(1, first.ChunksInStep);

        var other = _rows.Take(TestJob.Ask(TestJob.Key(3, attempt: 2), Row, version: 1));

        Assert.NotSame(first.Sum, other.Sum);
        Assert.Same(other, _rows.Take(
            TestJob.Ask(TestJob.Key(3, attempt: 3), Row, version: 1)));
    }

    [Fact]
    public void Answer_must_be_found_only_when_done_and_of_this_step()
    {
        var row = Take(TestJob.Key(3, attempt: 1));
        Assert.Null(_rows.Answer(TestJob.Key(3, attempt: 1)));
        row.Finish(1);
        Assert.Same(row, _rows.Answer(TestJob.Key(3, attempt: 0)));
        Assert.Same(row, _rows.Answer(TestJob.Key(3, attempt: 1)));
        Assert.Null(_rows.Answer(TestJob.Key(3, attempt: 2)));
        Assert.Null(_rows.Answer(TestJob.Key(2, attempt: 1)));
        Assert.Null(_rows.Answer(TestJob.Key(3, partition: 1)));
        _rows.Close(3);
        Assert.Null(_rows.Answer(TestJob.Key(3, attempt: 1)));
    }

    private RowWork Take(AnswerKey key) => _rows.Take(TestJob.Ask(key, Row));
}

public sealed class JobSetupsSpec
{
    [Fact]
    public void Job_must_be_opened_once_and_closed_with_its_last_user()
    {
        using var job = new TestJob();
        var setups = new JobSetups();
        var first = setups.Open(TestJob.Id, 1, job.Text);
        var second = setups.Open(TestJob.Id, 1, job.Text);
        Assert.Same(first.Setup, second.Setup);
        Assert.NotSame(first.Setup, job.Setup);
        using (var other = setups.Open(TestJob.Id, 2, job.Text))
        {
            Assert.NotSame(first.Setup, other.Setup);
            Assert.Equal(2, setups.Count);
        }

        first.Dispose();
        first.Dispose();
        Assert.Equal(1, setups.Count);
        second.Dispose();
        Assert.Equal(0, setups.Count);
    }

    [Theory]
    [InlineData("coded { model.name = ", "CDL-0401")]
    [InlineData("coded.model.name = nonsense", "CDL-0220")]
    [InlineData("coded.training.samples-per-step = 1000000", "CDL-0261")]
    public void Wrong_job_must_be_refused_and_leave_nothing_open(string text, string code)
    {
        var setups = new JobSetups();

        var error = Assert.Throws<AkkaCoded.Codes.InvalidInputException>(
            () => setups.Open(TestJob.Id, 1, text));

        Assert.Equal(code, error.Code);
        Assert.Equal(0, setups.Count);
    }

    [Fact]
    public void Text_of_an_opened_job_must_open_the_same_job()
    {
        using var job = new TestJob("coded.training.seed = 7");
        var setups = new JobSetups();

        using var again = setups.Open(TestJob.Id, 1, job.Setup.Options.Source);

        Assert.Equal(7, again.Setup.Options.Training.Seed);
        Assert.Equal(12, again.Setup.Sampler.Chunks);
    }
}
