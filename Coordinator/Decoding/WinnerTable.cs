using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Decoding;

/// <summary>The winners of a decode in their order, with what has come of each. Their objects are
/// used again from step to step.</summary>
internal sealed class WinnerTable
{
    private readonly Dictionary<int, int> _indexOfPartition = [];
    private List<WinnerParts> _parts = [];
    private List<WinnerParts> _before = [];
    private readonly Stack<WinnerParts> _unused = new();

    public IReadOnlyList<WinnerParts> Parts => _parts;

    public int Count => _parts.Count;

    /// <summary>Sets the winners; those that were winners before keep their parts.</summary>
    public void Set(ReadOnlySpan<Winner> winners, BlockGrid grid)
    {
        Contract.Require(winners.Length > 0, "somebody has won");
        (_parts, _before) = (_before, _parts);
        foreach (var winner in winners)
        {
            var parts = Staying(winner.Key) ?? Fresh(winner.Key, grid);
            parts.Coefficient = (float)winner.Coefficient;
            _parts.Add(parts);
        }

        foreach (var parts in _before)
        {
            if (!_parts.Contains(parts))
            {
                Drop(parts);
            }
        }

        _before.Clear();
        Index();
    }

    /// <summary>The winner with this very key, or null.</summary>
    public WinnerParts? Find(AnswerKey key) =>
        _indexOfPartition.TryGetValue(key.Partition, out var index) && _parts[index].Key == key
            ? _parts[index]
            : null;

    public void Clear()
    {
        foreach (var parts in _parts)
        {
            Drop(parts);
        }

        _parts.Clear();
        _indexOfPartition.Clear();
    }

    private void Index()
    {
        _indexOfPartition.Clear();
        for (var i = 0; i < _parts.Count; i++)
        {
            var isNew = _indexOfPartition.TryAdd(_parts[i].Key.Partition, i);
            Contract.Require(isNew, "a partition wins once");
        }
    }

    /// <summary>Those of the table before; its index still holds.</summary>
    private WinnerParts? Staying(AnswerKey key) =>
        _indexOfPartition.TryGetValue(key.Partition, out var index) && _before[index].Key == key
            ? _before[index]
            : null;

    private WinnerParts Fresh(AnswerKey key, BlockGrid grid)
    {
        var parts = _unused.TryPop(out var unused) ? unused : new WinnerParts();
        parts.Reset(key, grid);
        return parts;
    }

    private void Drop(WinnerParts parts)
    {
        parts.Clear();
        _unused.Push(parts);
    }
}
