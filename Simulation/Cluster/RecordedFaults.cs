using System.Text.Json;
using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>
/// Times in which nodes of a real cluster were out of order. Worker i fails as the i-th node that
/// the record names; after the last node, and after the end of the record, it begins again.
/// </summary>
public sealed class RecordedFaults
{
    private readonly (double Down, double Up)[][] _ofNode;

    private RecordedFaults(string name, (double Down, double Up)[][] ofNode, double length)
    {
        (Name, _ofNode, LengthSeconds) = (name, ofNode, length);
    }

    /// <summary>The file.</summary>
    public string Name { get; }

    /// <summary>Nodes with at least one fault.</summary>
    public int Nodes => _ofNode.Length;

    /// <summary>Length of the record in simulated seconds.</summary>
    public double LengthSeconds { get; }

    /// <summary>
    /// Reads a JSON array of <c>{ "node_id", "event_time", "event_type" }</c>, where the type is
    /// <c>fault_start</c> or <c>fault_end</c> and times rise for each node.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="secondsPerUnit">What a unit of <c>event_time</c> is in simulated seconds; less
    /// than the real one has faults come faster.</param>
    /// <exception cref="InvalidInputException">CDL-0606: the file cannot be read, or is not of
    /// this form; CDL-0604: the unit is not above 0.</exception>
    public static RecordedFaults Read(string path, double secondsPerUnit)
    {
        if (!(secondsPerUnit > 0) || !double.IsFinite(secondsPerUnit))
        {
            throw new InvalidInputException(
                "CDL-0604", "simulate.failures.seconds-per-unit", secondsPerUnit,
                "a finite number above 0", "86400 where event_time counts days.");
        }

        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            return Read(path, json.RootElement, secondsPerUnit);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException
            or JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException)
        {
            throw new InvalidInputException(
                "CDL-0606", "recorded faults", path,
                "a JSON array of { node_id, event_time, event_type }, at least one of them",
                $"Check the file. {problem.Message}");
        }
    }

    /// <summary>The first failure that is not over at a time.</summary>
    /// <param name="worker">From 0.</param>
    /// <param name="seconds">Simulated time.</param>
    /// <returns>When it goes down, and when it is back.</returns>
    internal (double Down, double Up) After(int worker, double seconds)
    {
        var faults = _ofNode[worker % _ofNode.Length];
        var round = Math.Floor(seconds / LengthSeconds);
        while (true)
        {
            foreach (var (down, up) in faults)
            {
                if ((round * LengthSeconds) + up > seconds)
                {
                    return ((round * LengthSeconds) + down, (round * LengthSeconds) + up);
                }
            }

            round++;
        }
    }

    private static RecordedFaults Read(string path, JsonElement events, double unit)
    {
        var nodes = new Dictionary<string, List<(double Time, bool IsStart)>>();
        var last = 0.0;
        foreach (var happened in events.EnumerateArray())
        {
            var id = happened.GetProperty("node_id").GetString() ?? "";
            var time = happened.GetProperty("event_time").GetDouble() * unit;
            var isStart = happened.GetProperty("event_type").GetString() == "fault_start";
            last = Math.Max(last, time);
            if (!nodes.TryGetValue(id, out var list))
            {
                nodes[id] = list = [];
            }

            list.Add((time, isStart));
        }

        // The record ends a moment after its last event, so that every fault is over by then.
        var length = last + unit;
        var ofNode = nodes.Values.Select(list => Intervals(list, last)).Where(f => f.Length > 0);
        var all = ofNode.ToArray();
        return all.Length > 0
            ? new RecordedFaults(path, all, length)
            : throw new FormatException("There is no fault in it.");
    }

    /// <summary>Several faults of a node at once are one, from the first start to the last end.
    /// </summary>
    private static (double Down, double Up)[] Intervals(
        List<(double Time, bool IsStart)> events, double last)
    {
        var intervals = new List<(double Down, double Up)>();
        var (open, from) = (0, 0.0);
        foreach (var (time, isStart) in events.OrderBy(e => e.Time))
        {
            from = isStart && open == 0 ? time : from;
            open = Math.Max(0, open + (isStart ? 1 : -1));
            if (!isStart && open == 0 && time > from)
            {
                intervals.Add((from, time));
            }
        }

        if (open > 0 && last > from)
        {
            intervals.Add((from, last));
        }

        return [.. intervals];
    }
}
