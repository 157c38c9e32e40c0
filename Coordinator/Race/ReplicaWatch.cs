using System.Collections.Immutable;
using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Race;

/// <summary>What the replicas of a row say to one more answer.</summary>
internal enum ReplicaVerdict
{
    /// <summary>Nothing speaks against it.</summary>
    Agreed,

    /// <summary>It differs, before the step was decided: both sides are to compute again.</summary>
    Disputed,

    /// <summary>Its row is disputed: it counts when the dispute is settled.</summary>
    Pending,

    /// <summary>It differs from an answer that was used or agreed upon.</summary>
    Refuted,
}

/// <summary>
/// Compares the answers of workers that have the same row: sums are deterministic, so that their
/// hashes must be equal. Which of two is wrong nobody can tell; both are asked once more, then the
/// majority counts, in a tie the lowest index. Codes without replicas agree with everything.
/// </summary>
internal sealed class ReplicaWatch
{
    private readonly GradientCode _code;
    private readonly ImmutableArray<int>[] _members;
    private readonly ulong?[] _hash;
    private readonly GroupState[] _agreement;
    private readonly ulong?[] _heard;

    public ReplicaWatch(GradientCode code)
    {
        _code = code;
        var groups = code.Groups?.Count ?? 0;
        _members = [.. Enumerable.Range(0, groups).Select(MembersOf)];
        _hash = new ulong?[groups];
        _agreement = new GroupState[groups];
        _heard = new ulong?[code.Workers];
    }

    private enum GroupState
    {
        Peaceful,
        Disputed,
        Settled,
    }

    /// <summary>Forgets the step.</summary>
    public void Clear()
    {
        Array.Clear(_hash);
        Array.Clear(_agreement);
        Array.Clear(_heard);
    }

    /// <summary>Forgets what the replicas of a partition have said.</summary>
    public void Forget(int partition)
    {
        if (Group(partition) is >= 0 and var group)
        {
            _hash[group] = null;
            _agreement[group] = GroupState.Peaceful;
            foreach (var member in _members[group])
            {
                _heard[member] = null;
            }
        }
    }

    /// <summary>Takes one more answer.</summary>
    public ReplicaVerdict Hear(int partition, ulong hash, bool isDecided)
    {
        var group = Group(partition);
        if (group < 0)
        {
            return ReplicaVerdict.Agreed;
        }

        _heard[partition] = hash;
        if (_agreement[group] == GroupState.Disputed)
        {
            return ReplicaVerdict.Pending;
        }

        _hash[group] ??= hash;
        if (_hash[group] == hash)
        {
            return ReplicaVerdict.Agreed;
        }

        if (isDecided || _agreement[group] == GroupState.Settled)
        {
            return ReplicaVerdict.Refuted;
        }

        _agreement[group] = GroupState.Disputed;
        return ReplicaVerdict.Disputed;
    }

    /// <summary>Those who have spoken on the row of a partition.</summary>
    public ImmutableArray<int> Disputants(int partition) =>
        [.. GroupOf(partition).Where(member => _heard[member] is not null)];

    /// <summary>The partitions with the same row.</summary>
    public ImmutableArray<int> GroupOf(int partition) =>
        Group(partition) is >= 0 and var group ? _members[group] : [];

    public bool IsDisputed(int partition) =>
        Group(partition) is >= 0 and var group && _agreement[group] == GroupState.Disputed;

    /// <summary>Ends a dispute by majority.</summary>
    /// <param name="partition">Any of the group.</param>
    /// <param name="speakers">Those of the group whose answers are held.</param>
    public (ImmutableList<int> Agreed, ImmutableArray<int> Refuted) Settle(
        int partition, IEnumerable<int> speakers)
    {
        var group = Group(partition);
        var sides = speakers.GroupBy(p => _heard[p]!.Value)
            .OrderByDescending(side => side.Count())
            .ThenBy(side => side.Min())
            .ToList();
        if (sides.Count == 0)
        {
            return ([], []);
        }

        _agreement[group] = GroupState.Settled;
        _hash[group] = sides[0].Key;
        return ([.. sides[0]], [.. sides.Skip(1).SelectMany(side => side)]);
    }

    private int Group(int partition) => _code.Groups?.GroupOf(partition) ?? -1;

    private ImmutableArray<int> MembersOf(int group) =>
        [.. Enumerable.Range(0, _code.Workers).Where(partition => Group(partition) == group)];
}
