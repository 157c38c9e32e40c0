using System.Collections.Immutable;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Race;

/// <summary>What a race does where replicas of a row answer differently.</summary>
internal sealed partial class StepRace
{
    /// <summary>Takes an answer in, unless a replica contradicts it.</summary>
    private void Judge(int partition, ulong hash)
    {
        switch (_replicas.Hear(partition, hash, isDecided: Decision is not null))
        {
            case ReplicaVerdict.Agreed:
                _arrived.Add(partition);
                break;
            case ReplicaVerdict.Refuted:
                Refute([partition]);
                break;
            case ReplicaVerdict.Disputed:
                AskAgain(_replicas.Disputants(partition));
                break;
            default:
                SettleGroupOf(partition);
                break;
        }
    }

    private void AskAgain(ImmutableArray<int> disputants)
    {
        _actions.Add(new RaceAction.Accuse(disputants, IsAskedAgain: true));
        foreach (var partition in disputants)
        {
            PutBack(partition);
            AskIfMissing(partition);
        }

        SettleGroupOf(disputants[0]);
    }

    /// <summary>A disputed row counts again when nobody who could speak on it is still computing.
    /// </summary>
    private void SettleGroupOf(int partition)
    {
        if (!_replicas.IsDisputed(partition)
            || _replicas.GroupOf(partition).Any(p => _runners[p].Standing == Standing.Computing))
        {
            return;
        }

        var (agreed, refuted) = _replicas.Settle(
            partition, _replicas.GroupOf(partition).Where(IsAnswered));
        agreed.ForEach(_arrived.Add);
        if (refuted.Length > 0)
        {
            Refute(refuted);
        }
    }

    private void Refute(ImmutableArray<int> partitions)
    {
        _actions.Add(new RaceAction.Accuse(partitions, IsAskedAgain: false));
        foreach (var partition in partitions)
        {
            _arrived.Exclude(partition);
        }
    }
}
