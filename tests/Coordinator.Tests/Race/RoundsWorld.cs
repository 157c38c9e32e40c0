using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Race;

/// <summary>
/// Workers and a coordinator around <see cref="AsyncRounds"/> that do what is asked for when a spec
/// or chance lets them, and check the rules that always hold.
/// </summary>
internal sealed class RoundsWorld
{
    public static readonly JobId Job = new("rounds");

    private readonly long[] _newest;
    private readonly long[] _clocks;
    private readonly int? _staleness;
    private readonly string _because;

    public RoundsWorld(int slots, long first, long steps, int? staleness, string because = "")
    {
        var setup = new RoundsSetup(Job, 3, slots, first, steps, Version: 100);
        Rounds = staleness is { } bound ? AsyncRounds.Ssp(setup, bound) : AsyncRounds.Async(setup);
        _because = because;
        _staleness = staleness;
        _newest = [.. Enumerable.Repeat(-1L, slots)];
        _clocks = [.. Enumerable.Repeat(first, slots)];
        IsLive = [.. Enumerable.Repeat(true, slots)];
        Computing = new RoundAction.Ask?[slots];
    }

    public AsyncRounds Rounds { get; }

    public bool[] IsLive { get; }

    /// <summary>By slot: what its worker is computing.</summary>
    public RoundAction.Ask?[] Computing { get; }

    /// <summary>What is being applied.</summary>
    public RoundAction.Apply? Applying { get; private set; }

    /// <summary>Slots whose worker is to be opened anew.</summary>
    public HashSet<int> Reopening { get; } = [];

    public List<RoundAction.Apply> Applied { get; } = [];

    public List<RoundAction.Report> Reports { get; } = [];

    public int Dones { get; private set; }

    public bool IsWaiting { get; private set; }

    public int Reopens { get; private set; }

    public long Clock(int slot) => _clocks[slot];

    public void Start() => Do(Rounds.Start(slot => IsLive[slot]));

    public void Answer(int slot, bool isHere)
    {
        var ask = Computing[slot]!;
        Computing[slot] = null;
        Do(Rounds.Arrived(slot, ask.Key, isHere));
    }

    public void Receive() => Rounds.Received(Applying!.Slot, Applying.Key);

    public void Apply()
    {
        var apply = Applying!;
        Applying = null;
        Require(Applied.All(before => (before.Key.Step, before.Key.Partition)
            != (apply.Key.Step, apply.Key.Partition)), $"{apply.Key} is applied once");
        Applied.Add(apply);
        _clocks[apply.Slot]++;
        Do(Rounds.Applied(apply.Key));
    }

    public void Fail(int slot)
    {
        var key = Computing[slot]!.Key;
        Computing[slot] = null;
        Do(Rounds.AnswerLost(slot, key));
    }

    public void Lose(int slot)
    {
        IsLive[slot] = false;
        Computing[slot] = null;
        Reopening.Remove(slot);
        Do(Rounds.Lost(slot));
    }

    /// <summary>A worker is there: a new one, or one that was asked for a step before.</summary>
    public void Return(int slot, long newest = -1)
    {
        IsLive[slot] = true;
        Reopening.Remove(slot);
        _newest[slot] = newest;
        Do(Rounds.Returned(slot, newest));
    }

    /// <summary>Lets everything take its course, without further faults.</summary>
    public void RunOut()
    {
        for (var i = 0; Dones == 0; i++)
        {
            Require(i < 100_000, "it comes to its end");
            if (Applying is not null)
            {
                Apply();
            }

            for (var slot = 0; slot < IsLive.Length; slot++)
            {
                if (!IsLive[slot] || Reopening.Contains(slot))
                {
                    Return(slot);
                }
                else if (Computing[slot] is not null)
                {
                    Answer(slot, isHere: false);
                }
            }
        }
    }

    private void Do(IReadOnlyList<RoundAction> actions)
    {
        foreach (var action in actions)
        {
            Do(action);
        }

        var oldest = Computing.Min(ask => ask?.Version) ?? Rounds.Version;
        Require(Rounds.OldestVersionInUse <= oldest, "parameters that are in use are kept");
    }

    private void Do(RoundAction action)
    {
        switch (action)
        {
            case RoundAction.Ask ask:
                CheckAsk(ask);
                Computing[ask.Slot] = ask;
                break;
            case RoundAction.Apply apply:
                Require(Applying is null, "one answer is applied at a time");
                Applying = apply;
                break;
            case RoundAction.Drop drop:
                Require(Applying!.Key == drop.Key, "what is dropped was being applied");
                Applying = null;
                break;
            case RoundAction.Report report:
                Reports.Add(report);
                break;
            case RoundAction.Reopen reopen:
                Reopens++;
                Require(Reopening.Add(reopen.Slot), "a worker is opened once");
                break;
            case RoundAction.Done:
                Dones++;
                break;
            default:
                IsWaiting = action is RoundAction.Wait;
                break;
        }
    }

    private void CheckAsk(RoundAction.Ask ask)
    {
        var step = ask.Key.Step.Step;
        Require(Dones == 0, "nothing is asked for after the end");
        Require(IsLive[ask.Slot] && Computing[ask.Slot] is null, "a free worker is asked");
        Require(ask.Version == Rounds.Version, "the newest parameters");
        Require(step >= _newest[ask.Slot], "a worker is never asked for an earlier step");
        _newest[ask.Slot] = step;
        if (_staleness is { } staleness)
        {
            var slowest = Enumerable.Range(0, IsLive.Length).Where(slot => IsLive[slot])
                .Min(slot => _clocks[slot]);
            Require(step == _clocks[ask.Slot] && ask.Key.Partition == ask.Slot, "its own clock");
            Require(step - slowest <= staleness, "nobody is too far ahead");
        }
    }

    private void Require(bool condition, string what) =>
        Assert.True(condition, $"{_because}: {what}");
}
