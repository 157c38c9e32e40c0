using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Computing;

/// <summary>
/// The rows of the step that is going on, and the vectors that are free. A worker mostly has one
/// row, and takes over others' when those are lost. Vectors are used again, so that no step
/// allocates any: a vector is free once its step is closed and no hand-over reads it any more.
/// Thread-confined.
/// </summary>
internal sealed class KeptRows(int vectorLength)
{
    private readonly List<RowWork> _rows = [];
    private readonly Stack<float[]> _free = [];
    private long _step = -1;

    /// <summary>Vectors made so far.</summary>
    public int VectorsMade { get; private set; }

    /// <summary>The row that a request is for, as far as it is done.</summary>
    public RowWork Take(Compute request)
    {
        if (request.Key.Step.Step != _step)
        {
            Close(_step);
            _step = request.Key.Step.Step;
        }

        if (Find(request.Key.Partition) is { } row)
        {
            if (row.TryRenew(request))
            {
                return row;
            }

            // The old answer may still be read; it only goes back when the step is closed.
            row.IsReplaced = true;
        }

        row = new RowWork(request, Rent());
        _rows.Add(row);
        return row;
    }

    /// <summary>An answer that is done, or null.</summary>
    public RowWork? Answer(AnswerKey key) =>
        key.Step.Step == _step
        && Find(key.Partition) is { IsDone: true } row
        && key.Attempt <= row.Key.Attempt
            ? row
            : null;

    /// <summary>Nothing of this step, or of an earlier one, is needed any more.</summary>
    public void Close(long step)
    {
        if (step < _step)
        {
            return;
        }

        foreach (var row in _rows)
        {
            row.IsClosed = true;
            Recycle(row);
        }

        _rows.Clear();
    }

    /// <summary>Takes the vector of a closed row back once nobody reads it.</summary>
    public void Recycle(RowWork row)
    {
        if (row is { IsClosed: true, PostsPending: 0 })
        {
            _free.Push(row.Sum);
        }
    }

    private RowWork? Find(int partition)
    {
        foreach (var row in _rows)
        {
            if (row.Key.Partition == partition && !row.IsReplaced)
            {
                return row;
            }
        }

        return null;
    }

    private float[] Rent()
    {
        if (_free.TryPop(out var vector))
        {
            return vector;
        }

        VectorsMade++;
        // Pinned for good: the data plane sends from it without copies, and it lives long.
        return GC.AllocateUninitializedArray<float>(vectorLength, pinned: true);
    }
}
