using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Race;

/// <summary>
/// Workers, an exchange and a decoder for one race, with whole numbers for chunks: does at once
/// what the race asks for, and lets a spec decide what happens when.
/// </summary>
internal sealed class ToyWorld
{
    private const int Job = 7;
    private readonly StepRace _race;
    private readonly EndRule _rule;
    private readonly HashSet<AnswerKey> _received = [];

    public ToyWorld(Func<EndRule> newRule)
    {
        _rule = newRule();
        _race = new StepRace(newRule);
        IsLive = [.. Enumerable.Repeat(true, Code.Workers)];
        IsWrong = new bool[Code.Workers];
    }

    public GradientCode Code => _rule.Code;

    public StepRace Race => _race;

    public bool[] IsLive { get; }

    public bool[] IsWrong { get; }

    /// <summary>Rows that live workers are computing.</summary>
    public Dictionary<int, AnswerKey> Computing { get; } = [];

    /// <summary>Rows that were stopped but may still be answered.</summary>
    public Dictionary<int, AnswerKey> Stopped { get; } = [];

    /// <summary>Vectors that are on their way.</summary>
    public Dictionary<int, AnswerKey> Fetching { get; } = [];

    public List<RaceAction> Log { get; } = [];

    public Decision? Decision { get; private set; }

    public bool IsDone => Decision is not null
        && Decision.Winners.All(winner => _received.Contains(winner.Key));

    public IEnumerable<T> Logged<T>() where T : RaceAction => Log.OfType<T>();

    public static StepKey Step(long number) => new(new JobId("toy"), Job, number);

    public static long ChunkValue(long step, int chunk) => ((step + 3) * (chunk + 11) % 97) + 1;

    public double TrueSum(long step) =>
        Enumerable.Range(0, Code.Chunks).Sum(chunk => (double)ChunkValue(step, chunk));

    public void Open(long step, TimeSpan now = default)
    {
        (Decision, _) = (null, Computing.Keys);
        Computing.Clear();
        Stopped.Clear();
        Fetching.Clear();
        _received.Clear();
        Log.Clear();
        Perform(_race.Open(Step(step), partition => IsLive[partition], now));
    }

    public void Answer(int partition, bool isInline = true, double seconds = 0)
    {
        var from = Computing.ContainsKey(partition) ? Computing : Stopped;
        from.Remove(partition, out var key);
        Announce(key, isInline, seconds);
    }

    public void Announce(AnswerKey key, bool isInline = true, double seconds = 0)
    {
        var hash = IsWrong.ElementAtOrDefault(key.Partition) ? 1000UL + (ulong)key.Partition : 42;
        var actions = _race.Arrived(key, hash, isInline, TimeSpan.FromSeconds(seconds));
        if (isInline)
        {
            _received.Add(key);
        }

        Perform(actions);
    }

    public void Deliver(int partition)
    {
        Fetching.Remove(partition, out var key);
        _received.Add(key);
        _race.Received(key);
    }

    public void LoseUpload(int partition)
    {
        Fetching.Remove(partition, out var key);
        Perform(_race.AnswerLost(key));
    }

    public void Kill(int partition)
    {
        IsLive[partition] = false;
        Computing.Remove(partition);
        Stopped.Remove(partition);
        Fetching.Remove(partition);
        Perform(_race.Lost(partition));
    }

    public void Return(int partition)
    {
        IsLive[partition] = true;
        Perform(_race.Returned(partition));
    }

    public void Deadline() => Perform(_race.Deadline());

    /// <summary>What the decision's coefficients make of the winners' vectors.</summary>
    public double DecodedSum(long step) => Decision!.Winners.Sum(winner =>
    {
        var row = Code.Row(winner.Key.Partition);
        return winner.Coefficient * row.Chunks.Select((chunk, i) =>
            row.Coefficients[i] * ChunkValue(step, chunk)).Sum();
    });

    private void Perform(IReadOnlyList<RaceAction> actions)
    {
        foreach (var action in actions)
        {
            Log.Add(action);
            switch (action)
            {
                case RaceAction.Ask ask:
                    Stopped.Remove(ask.Key.Partition);
                    Fetching.Remove(ask.Key.Partition);
                    Computing[ask.Key.Partition] = ask.Key;
                    break;
                case RaceAction.Stop stop:
                    Computing.Remove(stop.Key.Partition);
                    Stopped[stop.Key.Partition] = stop.Key;
                    break;
                case RaceAction.Fetch fetch:
                    Fetching[fetch.Key.Partition] = fetch.Key;
                    break;
                case RaceAction.Decode decode:
                    Decision = decode.Decision;
                    break;
                default:
                    break;
            }
        }
    }
}
