using Akka.Actor;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Simulation.Faults;

/// <summary>The compute thread of a scripted worker: one row at a time, chunk by chunk.</summary>
internal sealed partial class ScriptedWorker
{
    private readonly Queue<Item> _queue = [];
    private readonly Dictionary<int, Row> _rows = [];
    private long _rowStep = -1;
    private Item? _running;
    private (ParametersKey Key, ulong Digest)? _parameters;

    private IEnumerable<Item> Items => _running is { } running ? [running, .. _queue] : _queue;

    private void Enqueue(Item item)
    {
        foreach (var other in Items)
        {
            if (other.Key.Step != item.Key.Step || other.Key.Partition == item.Key.Partition)
            {
                other.IsEnded = true;
            }
        }

        _queue.Enqueue(item);
        OnThread(Pump);
    }

    private void Stop(AnswerKey key)
    {
        foreach (var item in Items)
        {
            item.IsEnded |= item.Key.Step == key.Step && item.Key.Partition == key.Partition
                && item.Key.Attempt <= key.Attempt;
        }
    }

    private void StopAll()
    {
        foreach (var item in Items)
        {
            item.IsEnded = true;
        }

        _rows.Clear();
        (_rowStep, _parameters) = (-1, null);
    }

    private void Close(long step)
    {
        foreach (var item in Items)
        {
            item.IsEnded |= item.Key.Step.Step <= step;
        }

        if (step >= _rowStep)
        {
            _rows.Clear();
        }
    }

    private Row? Answer(AnswerKey key) =>
        key.Step.Step == _rowStep && _rows.TryGetValue(key.Partition, out var row)
        && row.IsDone && key.Attempt <= row.Request.Key.Attempt
            ? row
            : null;

    private void Pump()
    {
        while (_running is null && _queue.TryDequeue(out var item))
        {
            if (!item.IsEnded)
            {
                _running = item;
                Begin(item, Take(item.Request));
            }
        }
    }

    private Row Take(Compute request)
    {
        if (request.Key.Step.Step != _rowStep)
        {
            _rows.Clear();
            _rowStep = request.Key.Step.Step;
        }

        if (_rows.TryGetValue(request.Key.Partition, out var row) && row.IsSameWork(request)
            && !row.IsWrong)
        {
            row.Request = request;
            return row;
        }

        return _rows[request.Key.Partition] =
            new Row(request, new float[_world.Plan.VectorLength]);
    }

    private void Begin(Item item, Row row)
    {
        var version = _world.Sabotage == Sabotage.OldParameters && _parameters is { } old
            ? old.Key.Version
            : row.Request.ParametersVersion;
        var key = new ParametersKey(item.Key.Step.Job, item.Key.Step.JobEpoch, version);
        if (row.IsDone)
        {
            Announce(item, row);
        }
        else if (_parameters is { } here && here.Key == key)
        {
            NextChunk(item, row);
        }
        else
        {
            After(_world.Network.DrawDelay(_node.Number) * 2, () => OnThread(
                () => Fetch(item, row, key)));
        }
    }

    private void Fetch(Item item, Row row, ParametersKey key)
    {
        var reign = _world.ReignOf(key.JobEpoch);
        if (item.IsEnded || reign is not { IsAlive: true })
        {
            End(item);
            return;
        }

        if (!_world.Network.IsOpen(_node.Number))
        {
            // The data plane tries again until it gets through.
            After(TimeSpan.FromMilliseconds(50), () => OnThread(() => Fetch(item, row, key)));
            return;
        }

        if (reign.Exchange.Fetch(key) is not { } digest)
        {
            Tell(item.From, new ComputeFailed(item.Key, $"version {key.Version} is gone"));
            End(item);
            return;
        }

        _world.Findings.Require(
            digest == _world.Truth.Digest(key.Version), _world.Now,
            "parameters of all nodes agree",
            $"worker {_node.Number} has other parameters {key.JobEpoch}/{key.Version}");
        _parameters = (key, digest);
        NextChunk(item, row);
    }

    private void NextChunk(Item item, Row row)
    {
        if (item.IsEnded)
        {
            End(item);
            return;
        }

        if (Throws)
        {
            Throws = false;
            Tell(item.From, new ComputeFailed(item.Key, "it was told to throw"));
            _node.StartOnTheSpot(_job);
            return;
        }

        var time = _world.Plan.ChunkTime * SlowFactor * (0.5 + _world.Draw());
        After(time, () => OnThread(() => FinishChunk(item, row)));
    }

    private void FinishChunk(Item item, Row row)
    {
        if (_parameters is not { } parameters)
        {
            // Another job was opened while the chunk was computed.
            End(item);
            return;
        }

        var request = row.Request;
        var coefficient = request.Coefficients.IsDefaultOrEmpty
            ? 1f
            : (float)request.Coefficients[row.ChunksDone];
        _world.Truth.AddChunk(
            row.Sum, coefficient, parameters.Digest, request.Key.Step.Step,
            request.RowChunks[row.ChunksDone], request.Chunks);
        row.ChunksDone++;
        if (row.ChunksDone == request.RowChunks.Length)
        {
            row.IsDone = true;
            if (IsWrongNext && request.Key.Attempt == 0)
            {
                (IsWrongNext, row.IsWrong) = (false, true);
                row.Sum[0] += 1;
            }

            Announce(item, row);
            return;
        }

        if (!item.IsEnded)
        {
            Tell(item.From, new Progress(item.Key, row.ChunksDone));
        }

        NextChunk(item, row);
    }

    private void Announce(Item item, Row row)
    {
        if (!item.IsEnded)
        {
            var hash = _world.Sabotage == Sabotage.NoHashCheck ? 0 : ContentHash.Of(row.Sum);
            var isInline = _world.Plan.IsInline && _world.Sabotage != Sabotage.ArrivalOrder;
            Tell(item.From, new Ready(
                item.Key, row.Sum.Length, hash, default,
                isInline ? InlineVector.Bytes(row.Sum) : default));
        }

        End(item);
    }

    private void End(Item item)
    {
        if (_running == item)
        {
            _running = null;
            Pump();
        }
    }

    /// <summary>A request in the queue.</summary>
    private sealed class Item(Compute request, IActorRef from)
    {
        public Compute Request => request;

        public AnswerKey Key => request.Key;

        public IActorRef From => from;

        public bool IsEnded { get; set; }
    }

    /// <summary>A row as far as it is done; a later try goes on from there.</summary>
    private sealed class Row(Compute request, float[] sum)
    {
        public Compute Request { get; set; } = request;

        public float[] Sum => sum;

        public int ChunksDone { get; set; }

        public bool IsDone { get; set; }

        public bool IsWrong { get; set; }

        public bool IsSameWork(Compute other) =>
            other.ParametersVersion == Request.ParametersVersion
            && other.Chunks == Request.Chunks
            && other.RowChunks.AsSpan().SequenceEqual(Request.RowChunks.AsSpan())
            && other.Coefficients.AsSpan().SequenceEqual(Request.Coefficients.AsSpan());
    }
}
