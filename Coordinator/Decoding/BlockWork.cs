using AkkaCoded.Codes.Kernels;

namespace AkkaCoded.Coordinator.Decoding;

/// <summary>
/// What one thread needs to combine one block: the winners' values of a range over which each of
/// them lies in one piece of memory.
/// </summary>
internal sealed class BlockWork : IDisposable
{
    // One thread of its own: blocks are shared among the threads that offer, not cut further.
    private readonly DecodeKernel _kernel = new(threads: 1);
    private ReadOnlyMemory<float>[] _sources = [];
    private float[] _coefficients = [];
    private int _winners;
    private int _start;
    private int _end;
    private int _blockEnd;

    public int Block { get; private set; }

    /// <summary>Starts with a block that every winner has sent in full.</summary>
    public void Begin(int block, BlockGrid grid, IReadOnlyList<WinnerParts> parts, int winners)
    {
        if (_sources.Length < winners)
        {
            _sources = new ReadOnlyMemory<float>[winners];
            _coefficients = new float[winners];
        }

        Block = block;
        _winners = winners;
        _end = grid.Start(block);
        _blockEnd = grid.End(block);
        Continue(parts);
    }

    /// <summary>Goes on to the block's next range; false where the block is done.</summary>
    public bool Continue(IReadOnlyList<WinnerParts> parts)
    {
        if (_end == _blockEnd)
        {
            return false;
        }

        _start = _end;
        _end = _blockEnd;
        for (var i = 0; i < _winners; i++)
        {
            _sources[i] = parts[i].From(_start, _end);
            _coefficients[i] = parts[i].Coefficient;
            _end = _start + _sources[i].Length;
        }

        for (var i = 0; i < _winners; i++)
        {
            _sources[i] = _sources[i][..(_end - _start)];
        }

        return true;
    }

    /// <summary>
    /// From zeros, as the reference sums: starting with the first product would keep a negative
    /// zero that the reference does not have.
    /// </summary>
    public void Combine(Span<float> target)
    {
        var sum = target[_start.._end];
        sum.Clear();
        _kernel.Accumulate(
            sum, _coefficients.AsSpan(0, _winners), _sources.AsSpan(0, _winners));
    }

    /// <summary>Lets go of the senders' memory.</summary>
    public void Clear() => Array.Clear(_sources, 0, _winners);

    public void Dispose() => _kernel.Dispose();
}
