using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Decoding;

/// <summary>
/// How far each block is: waiting for winners' parts, ready to be combined, being combined, final.
/// Ready blocks are taken in the order in which they became ready.
/// </summary>
internal sealed class BlockStates
{
    private State[] _states = [];
    private int[] _partsMissing = [];
    private int[] _ready = [];
    private int _readyHead;
    private int _readyTail;
    private int _count;
    private int _finals;

    private enum State : byte
    {
        Waiting,
        Ready,
        Taken,
        Final,
    }

    /// <summary>Blocks that some winner's part is missing for.</summary>
    public int WaitingCount { get; private set; }

    public bool IsFinal(int block) => _states[block] == State.Final;

    public bool AreAllFinal => _finals == _count;

    /// <summary>All blocks wait; <see cref="Recount"/> says for how many parts.</summary>
    public void Reset(int count)
    {
        if (_states.Length < count)
        {
            _states = new State[count];
            _partsMissing = new int[count];
            _ready = new int[count];
        }

        Array.Clear(_states);
        _count = count;
        _finals = 0;
    }

    /// <summary>Counts the missing parts of all blocks that are not final; none is being
    /// combined.</summary>
    public void Recount(WinnerTable winners)
    {
        (_readyHead, _readyTail, WaitingCount) = (0, 0, 0);
        for (var block = 0; block < _count; block++)
        {
            if (_states[block] == State.Final)
            {
                continue;
            }

            Contract.Require(_states[block] != State.Taken, "no block is being combined");
            _states[block] = State.Waiting;
            WaitingCount++;
            _partsMissing[block] = 0;
            for (var i = 0; i < winners.Count; i++)
            {
                _partsMissing[block] += winners.Parts[i].MissingIn(block) > 0 ? 1 : 0;
            }

            MakeReadyIfWhole(block);
        }
    }

    /// <summary>One more winner's part of the block is there in full.</summary>
    public void PartCame(int block)
    {
        if (_states[block] == State.Waiting)
        {
            _partsMissing[block]--;
            MakeReadyIfWhole(block);
        }
    }

    public bool TryTake(out int block)
    {
        block = -1;
        if (_readyHead == _readyTail)
        {
            return false;
        }

        block = _ready[_readyHead++];
        _states[block] = State.Taken;
        return true;
    }

    public void Finish(int block)
    {
        Contract.Require(_states[block] == State.Taken, "a block is combined once");
        _states[block] = State.Final;
        _finals++;
    }

    private void MakeReadyIfWhole(int block)
    {
        if (_partsMissing[block] == 0)
        {
            _states[block] = State.Ready;
            _ready[_readyTail++] = block;
            WaitingCount--;
        }
    }
}
