using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Decoding;

/// <summary>
/// Combines the winners' answers while they still arrive: a block of the vector is final once every
/// winner's part of it is there. Holds references to the senders' memory only, so that beside the
/// target nothing of the vector's length is copied, however many winners there are.
/// </summary>
/// <remarks>
/// <para>The sum of an element starts from zero and takes the winners in the order given, each with
/// one fused multiply-add, so it is the same bits whatever the cut into blocks, the order of
/// arrival and the number of threads; with coefficients 1 it is the plain sum.</para>
/// <para>Safe for several threads. The threads that offer do the combining, each block one of
/// them; whoever comes with the last missing part, or while blocks are waiting, helps. One decode
/// at a time; after the first ones nothing is allocated.</para>
/// </remarks>
internal sealed class StreamingDecode : IAnswerReceiver, IDisposable
{
    /// <summary>Values of a block, unless told: 256 KiB, well inside a second-level cache for
    /// the sum that each winner's part is added to.</summary>
    public const int DefaultBlockLength = 64 * 1024;

    private readonly object _gate = new();
    private readonly Action<DecodeDone> _completed;
    private readonly TimeProvider _time;
    private readonly int _blockLength;
    private readonly WinnerTable _winners = new();
    private readonly BlockStates _blocks = new();
    private readonly Stack<BlockWork> _idle = new();
    private Memory<float> _target;
    private BlockGrid _grid;
    private RefusedBlocks _refused;
    private long _number;
    private long? _lastPartAt;
    private long _combiningTicks;
    private int _combining;
    private bool _isOpen;
    private bool _isChanging;

    /// <param name="completed">Told once per decode that comes to its end, on the thread that
    /// ended it, outside any lock.</param>
    /// <param name="time">Clock of the reported times.</param>
    /// <param name="blockLength">Values of a block, at least 1.</param>
    public StreamingDecode(
        Action<DecodeDone> completed, TimeProvider time, int blockLength = DefaultBlockLength)
    {
        Contract.Require(blockLength >= 1, "a block holds something");
        _completed = completed;
        _time = time;
        _blockLength = blockLength;
    }

    /// <summary>Blocks that were not taken.</summary>
    public RefusedBlocks Refused
    {
        get
        {
            lock (_gate)
            {
                return _refused;
            }
        }
    }

    /// <summary>Starts a decode; the one before is over, by completion or <see cref="End"/>.
    /// </summary>
    /// <param name="target">Where the sum goes; nobody else touches it until the end.</param>
    /// <param name="winners">In the order in which they are added; at least one.</param>
    /// <returns>The number that <see cref="DecodeDone"/> will name, never used before.</returns>
    public long Begin(Memory<float> target, ReadOnlySpan<Winner> winners)
    {
        Contract.Require(target.Length > 0, "there is something to decode");
        lock (_gate)
        {
            Contract.Require(!_isOpen, "one decode at a time");
            Quiesce();
            _target = target;
            _grid = new BlockGrid(target.Length, _blockLength);
            _winners.Set(winners, _grid);
            _blocks.Reset(_grid.BlockCount);
            _combiningTicks = 0;
            _lastPartAt = null;
            _isOpen = true;
            Recount();
            return ++_number;
        }
    }

    /// <inheritdoc/>
    /// <remarks>False also for blocks outside the vector and for values that came before.
    /// </remarks>
    public bool Offer(AnswerKey key, int offset, ReadOnlyMemory<float> block)
    {
        lock (_gate)
        {
            if (!Accept(key, offset, block))
            {
                return false;
            }
        }

        Work();
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>Final blocks are not read again, also after <see cref="Replace"/>.</remarks>
    public bool IsSettled(int offset, int count)
    {
        lock (_gate)
        {
            if (!_isOpen || count <= 0 || offset < 0 || offset > _grid.Length - count)
            {
                return !_isOpen && _combining == 0;
            }

            var last = _grid.BlockOf(offset + count - 1);
            for (var block = _grid.BlockOf(offset); block <= last; block++)
            {
                if (!_blocks.IsFinal(block))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>
    /// Goes on with other winners because one was dropped. Final blocks stay; the others come from
    /// the new winners, of which those that stay keep the parts they have sent. Only where either
    /// set of winners decodes the same sum: where it does not (an average over those that came),
    /// end the decode and begin anew. Nothing happens where the decode is complete.
    /// </summary>
    public void Replace(ReadOnlySpan<Winner> winners)
    {
        lock (_gate)
        {
            if (!_isOpen)
            {
                return;
            }

            Quiesce();
            // The blocks that were being combined may have been the last ones.
            if (_isOpen)
            {
                _winners.Set(winners, _grid);
                Recount();
            }
        }

        Work();
    }

    /// <summary>
    /// Ends the decode, complete or not: when it returns, no memory of senders is read or held any
    /// more. (After a completion that holds by itself.) A completion already on its way may still
    /// be told.
    /// </summary>
    public void End()
    {
        lock (_gate)
        {
            _isOpen = false;
            Quiesce();
            Close();
        }
    }

    /// <summary>Values of an answer that have not come; 0 also for an answer that is no winner.
    /// </summary>
    public int MissingValues(AnswerKey key)
    {
        lock (_gate)
        {
            return _winners.Find(key)?.MissingValues ?? 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        while (_idle.TryPop(out var work))
        {
            work.Dispose();
        }
    }

    private bool Accept(AnswerKey key, int offset, ReadOnlyMemory<float> block)
    {
        var parts = _isOpen ? _winners.Find(key) : null;
        if (parts is null)
        {
            _refused = _refused with { Unwanted = _refused.Unwanted + 1 };
            return false;
        }

        if (offset < 0 || block.IsEmpty || offset > _grid.Length - block.Length)
        {
            _refused = _refused with { Outside = _refused.Outside + 1 };
            return false;
        }

        if (parts.IsFull)
        {
            _refused = _refused with { Crumbs = _refused.Crumbs + 1 };
            return false;
        }

        if (!parts.TryAdd(offset, block))
        {
            _refused = _refused with { Doubled = _refused.Doubled + 1 };
            return false;
        }

        Count(parts, offset, offset + block.Length);
        return true;
    }

    private void Count(WinnerParts parts, int start, int end)
    {
        while (start < end)
        {
            var block = _grid.BlockOf(start);
            var stop = Math.Min(end, _grid.End(block));
            if (parts.Fill(block, stop - start))
            {
                _blocks.PartCame(block);
            }

            start = stop;
        }

        StampLastPart();
    }

    /// <summary>Counts anew what the blocks wait for, from what the winners have sent.</summary>
    private void Recount()
    {
        _blocks.Recount(_winners);
        StampLastPart();
    }

    private void StampLastPart()
    {
        // A replacement can send what is final already; that is not what the end waited for.
        _lastPartAt = _blocks.WaitingCount > 0 ? null : _lastPartAt ?? _time.GetTimestamp();
    }

    /// <summary>Waits until no thread combines and lets none begin; the lock is held.</summary>
    private void Quiesce()
    {
        while (_isChanging)
        {
            Monitor.Wait(_gate);
        }

        _isChanging = true;
        while (_combining > 0)
        {
            Monitor.Wait(_gate);
        }

        _isChanging = false;
        Monitor.PulseAll(_gate);
    }

    private void Work()
    {
        var work = Take();
        if (work is null)
        {
            return;
        }

        DecodeDone? done = null;
        try
        {
            var goesOn = true;
            while (goesOn)
            {
                var started = _time.GetTimestamp();
                work.Combine(_target.Span);
                goesOn = Finish(work, _time.GetTimestamp() - started, ref done);
            }
        }
        finally
        {
            GiveBack(work);
        }

        if (done is { } report)
        {
            _completed(report);
        }
    }

    private BlockWork? Take()
    {
        lock (_gate)
        {
            if (!_isOpen || _isChanging || !_blocks.TryTake(out var block))
            {
                return null;
            }

            _combining++;
            var work = _idle.TryPop(out var idle) ? idle : new BlockWork();
            work.Begin(block, _grid, _winners.Parts, _winners.Count);
            return work;
        }
    }

    /// <summary>Notes that a range is combined; true where the thread has more to do.</summary>
    private bool Finish(BlockWork work, long ticks, ref DecodeDone? done)
    {
        lock (_gate)
        {
            _combiningTicks += ticks;
            if (work.Continue(_winners.Parts))
            {
                return true;
            }

            _blocks.Finish(work.Block);
            if (_blocks.AreAllFinal && _isOpen)
            {
                done = Report();
                Close();
                return false;
            }

            if (!_isOpen || _isChanging || !_blocks.TryTake(out var block))
            {
                return false;
            }

            work.Begin(block, _grid, _winners.Parts, _winners.Count);
            return true;
        }
    }

    private void GiveBack(BlockWork work)
    {
        lock (_gate)
        {
            work.Clear();
            _idle.Push(work);
            _combining--;
            Monitor.PulseAll(_gate);
        }
    }

    private void Close()
    {
        _isOpen = false;
        _winners.Clear();
        _target = default;
    }

    private DecodeDone Report()
    {
        var lastPartAt = _lastPartAt ?? throw new InvalidOperationException("a part is missing");
        return new(
            _number,
            (double)_combiningTicks / _time.TimestampFrequency,
            _time.GetElapsedTime(lastPartAt).TotalSeconds);
    }
}
