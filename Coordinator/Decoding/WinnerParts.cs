using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Decoding;

/// <summary>
/// What has come of one winner's answer: references to the sender's memory, in order of place, and
/// how many values each block of the grid still lacks. Keeps its arrays from step to step.
/// </summary>
internal sealed class WinnerParts
{
    /// <summary>Pieces per block of the grid that are kept track of. Honest senders need one or
    /// two; the limit bounds what a hostile one can make us hold.</summary>
    public const int PiecesPerBlockMax = 64;

    private Piece[] _pieces = new Piece[4];
    private int[] _missing = [];
    private int _count;
    private BlockGrid _grid;

    public AnswerKey Key { get; private set; }

    public float Coefficient { get; set; }

    /// <summary>Values of the whole answer that have not come.</summary>
    public int MissingValues { get; private set; }

    public bool IsFull => _count >= (long)PiecesPerBlockMax * _grid.BlockCount;

    public void Reset(AnswerKey key, BlockGrid grid)
    {
        Clear();
        Key = key;
        _grid = grid;
        if (_missing.Length < grid.BlockCount)
        {
            _missing = new int[grid.BlockCount];
        }

        for (var block = 0; block < grid.BlockCount; block++)
        {
            _missing[block] = grid.End(block) - grid.Start(block);
        }

        MissingValues = grid.Length;
    }

    /// <summary>Lets go of the sender's memory.</summary>
    public void Clear()
    {
        Array.Clear(_pieces, 0, _count);
        _count = 0;
    }

    public int MissingIn(int block) => _missing[block];

    /// <summary>Keeps a piece; false where some of its values are there already.</summary>
    public bool TryAdd(int offset, ReadOnlyMemory<float> values)
    {
        var at = IndexAfter(offset);
        if ((at > 0 && _pieces[at - 1].End > offset)
            || (at < _count && _pieces[at].Offset < offset + values.Length))
        {
            return false;
        }

        if (_count == _pieces.Length)
        {
            Array.Resize(ref _pieces, _count * 2);
        }

        Array.Copy(_pieces, at, _pieces, at + 1, _count - at);
        _pieces[at] = new Piece(offset, values);
        _count++;
        return true;
    }

    /// <summary>Notes that values of a block have come; true when the block is whole now.</summary>
    public bool Fill(int block, int values)
    {
        _missing[block] -= values;
        MissingValues -= values;
        Contract.Require(_missing[block] >= 0, "no value comes twice");
        return _missing[block] == 0;
    }

    /// <summary>The values from <paramref name="start"/> on, up to <paramref name="end"/> or the
    /// end of the piece, whichever comes first.</summary>
    public ReadOnlyMemory<float> From(int start, int end)
    {
        var at = IndexAfter(start) - 1;
        Contract.Require(at >= 0 && _pieces[at].End > start, "the value has come");
        var piece = _pieces[at];
        return piece.Values[(start - piece.Offset)..(Math.Min(end, piece.End) - piece.Offset)];
    }

    /// <summary>Index of the first piece that begins behind <paramref name="offset"/>.</summary>
    private int IndexAfter(int offset)
    {
        var (low, high) = (0, _count);
        // Senders send in order, so most often the answer is the end.
        if (_count > 0 && _pieces[_count - 1].Offset <= offset)
        {
            return _count;
        }

        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_pieces[middle].Offset <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private readonly record struct Piece(int Offset, ReadOnlyMemory<float> Values)
    {
        public int End => Offset + Values.Length;
    }
}
