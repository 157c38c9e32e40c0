using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Race;

public sealed class StepRaceReminderSpec
{
    private static readonly StepKey Step = new(new JobId("toy"), 1, 0);
    private readonly StepRace _race = new(RaceRules.Of(PolicyKind.WaitAll, "uncoded", 2, 0));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Answer_to_any_reminder_must_count_once(int answered)
    {
        _race.Open(Step, _ => true, TimeSpan.Zero);
        Assert.Equal(new AnswerKey(Step, 1, 1), _race.Remind(1));
        Assert.Equal(new AnswerKey(Step, 1, 2), _race.Remind(1));

        Arrive(1, answered);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.False(_race.IsAwaited(new AnswerKey(Step, 1, attempt)));
            Arrive(1, attempt);
        }

        Assert.Equal(3, _race.Ignored);
        Assert.Null(_race.Remind(1));
        Arrive(0, 0);
        Assert.Contains(
            new AnswerKey(Step, 1, answered), _race.Decision!.Winners.Select(winner => winner.Key));
    }

    [Fact]
    public void Row_that_was_lost_must_be_asked_for_beyond_its_reminders()
    {
        _race.Open(Step, _ => true, TimeSpan.Zero);
        _race.Remind(1);
        Assert.True(_race.IsFirstAsk(1));

        var asked = _race.AnswerLost(new AnswerKey(Step, 1, 0)).OfType<RaceAction.Ask>().Single();

        Assert.Equal(2, asked.Key.Attempt);
        Assert.False(_race.IsFirstAsk(1));
        Assert.False(_race.IsAwaited(new AnswerKey(Step, 1, 1)));
        Assert.True(_race.IsAwaited(asked.Key));
    }

    private void Arrive(int partition, int attempt) =>
        _race.Arrived(new AnswerKey(Step, partition, attempt), 7, true, TimeSpan.Zero);
}
