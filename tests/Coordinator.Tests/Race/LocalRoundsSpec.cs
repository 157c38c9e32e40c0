using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Race;

public sealed class LocalRoundsSpec
{
    private static readonly JobId Job = new("local");

    private readonly List<string> _log = [];
    private readonly Dictionary<int, AnswerKey> _asked = [];

    /// <summary>Three workers, rounds of 4 of 10 steps; here and announce (a), lose (l), return
    /// (r), receive (v), deadline (d), applied (p).</summary>
    [Theory]
    [InlineData("a0 a1 a2", "avg 012/-")]
    [InlineData("a2 a0 a1", "avg 012/-")]
    [InlineData("a0 a1", "")]
    [InlineData("a0 a1 d", "")]
    [InlineData("a0 l1 a2", "")]
    [InlineData("a0 l1 a2 d", "avg 02/1")]
    [InlineData("a0 l1 d a2", "avg 02/1")]
    [InlineData("d l0 l1 a2", "avg 2/01")]
    [InlineData("a0 l1 r1 a2 d a1", "avg 012/-")]
    [InlineData("l1 d r1 a0 a2", "")]
    [InlineData("a0 a1 d l2", "avg 01/2")]
    [InlineData("a0 a1 v0 l0 a2", "avg 012/-")]
    [InlineData("a0 a1 l0 a2", "")]
    [InlineData("a0 a1 l0 a2 r0 a0", "avg 012/-")]
    [InlineData("a0 a1 a2 l1", "avg 012/-")]
    [InlineData("a0 a1 a2 l1 d", "avg 012/- avg 02/1")]
    [InlineData("a0 a1 a2 l1 r1 a1", "avg 012/- avg 012/-")]
    [InlineData("a0 a1 a2 v1 l1 d", "avg 012/-")]
    [InlineData("l0 l1 l2", "wait 012")]
    [InlineData("l0 l1 l2 d", "wait 012")]
    [InlineData("l0 l1 l2 d r2 a2", "wait 012 go-on avg 2/01")]
    [InlineData("l0 l1 l2 r2 a2 d", "wait 012 go-on avg 2/01")]
    [InlineData("a0 a1 a2 p", "avg 012/- report 3")]
    [InlineData("a0 a1 a2 p a0 a1 a2 p a0 a1 a2 p",
        "avg 012/- report 3 avg 012/- report 7 avg 012/- report 9 done")]
    [InlineData("a0 l1 a2 d p r1 a0 a1 a2", "avg 02/1 report 3 avg 012/-")]
    [InlineData("a0 l1 a2 d r1 p a0 a1 a2", "avg 02/1 report 3 avg 012/-")]
    [InlineData("a0 l1 a2 d p a0 a2", "avg 02/1 report 3")]
    public void Round_must_end_as_it_should(string events, string expected)
    {
        var rounds = Started();
        foreach (var text in events.Split(' '))
        {
            Happen(rounds, text[0], text.Length > 1 ? text[1] - '0' : 0);
        }

        Assert.Equal(expected, string.Join(' ', _log));
    }

    [Fact]
    public void Round_must_ask_for_all_its_steps_and_the_last_for_what_is_left()
    {
        var rounds = Started();
        var lengths = new List<(long, int, long)>();
        while (!rounds.IsFinished)
        {
            lengths.Add((rounds.StepsDone, rounds.RoundSteps, rounds.Version));
            Assert.All(_asked.Values, key => Assert.Equal(rounds.StepsDone, key.Step.Step));
            Happen(rounds, 'a', 0);
            Happen(rounds, 'a', 1);
            Happen(rounds, 'a', 2);
            Happen(rounds, 'p', 0);
        }

        Assert.Equal([(0, 4, 50), (4, 4, 51), (8, 2, 52)], lengths);
    }

    [Fact]
    public void Attempts_must_grow_when_a_round_asks_again_and_older_ones_be_ignored()
    {
        var rounds = Started();
        var first = _asked[1];
        Do(rounds.AnswerLost(1, first));
        Assert.Equal(first with { Attempt = 1 }, _asked[1]);
        Do(rounds.Lost(1));
        Do(rounds.Returned(1));
        Assert.Equal(first with { Attempt = 2 }, _asked[1]);
        Assert.Empty(rounds.Arrived(1, first, isHere: true));
        Assert.Empty(rounds.AnswerLost(1, first));
        Assert.Equal(2, rounds.Ignored);
        Assert.True(rounds.IsAwaited(1, _asked[1]));
    }

    private LocalRounds Started()
    {
        var rounds = new LocalRounds(new RoundsSetup(Job, 2, 3, 0, 10, 50), 4);
        Do(rounds.Start(_ => true));
        return rounds;
    }

    private void Happen(LocalRounds rounds, char kind, int slot)
    {
        switch (kind)
        {
            case 'v':
                rounds.Received(slot, _asked[slot]);
                break;
            default:
                Do(kind switch
                {
                    'a' => rounds.Arrived(slot, _asked[slot], isHere: false),
                    'l' => rounds.Lost(slot),
                    'r' => rounds.Returned(slot),
                    'd' => rounds.Deadline(),
                    _ => rounds.Applied(),
                });
                break;
        }
    }

    private void Do(IReadOnlyList<RoundAction> actions)
    {
        foreach (var action in actions)
        {
            switch (action)
            {
                case RoundAction.Ask ask:
                    _asked[ask.Slot] = ask.Key;
                    break;
                case RoundAction.Average average:
                    var winners = string.Concat(average.Winners.Select(w => w.Key.Partition));
                    var leftOut = string.Concat(average.LeftOut);
                    _log.Add($"avg {winners}/{(leftOut.Length == 0 ? "-" : leftOut)}");
                    break;
                case RoundAction.Report report:
                    _log.Add($"report {report.Step}");
                    break;
                case RoundAction.Wait wait:
                    _log.Add($"wait {string.Concat(wait.Missing)}");
                    break;
                case RoundAction.GoOn:
                    _log.Add("go-on");
                    break;
                case RoundAction.Done:
                    _log.Add("done");
                    break;
            }
        }
    }
}
