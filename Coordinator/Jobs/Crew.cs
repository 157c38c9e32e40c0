using Akka.Actor;
using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// The workers of a job: who is here, and who serves which partition. <see cref="Assignment"/>
/// decides; this keeps the actors that belong to its numbers, by partition for the hot path.
/// </summary>
internal sealed class Crew(Assignment assignment)
{
    private readonly SortedDictionary<int, CrewMember> _byNumber = [];
    private readonly Dictionary<IActorRef, CrewMember> _byRef = [];
    private CrewMember?[] _serving = new CrewMember?[assignment.Partitions];
    private int[] _lastNumber = [.. Enumerable.Range(0, assignment.Partitions)];

    public Assignment Assignment => assignment;

    /// <summary>All workers that were ever here.</summary>
    public IEnumerable<CrewMember> Members => _byNumber.Values;

    /// <summary>One more than the highest number of a worker; at least n.</summary>
    public int NumbersEnd { get; private set; } = assignment.Partitions;

    /// <summary>Workers that came a second time, counted each time.</summary>
    public long Restarts { get; private set; }

    /// <summary>Who serves a partition, or null.</summary>
    public CrewMember? At(int partition) => _serving[partition];

    /// <summary>Number of the worker that serves a partition, or that did last.</summary>
    public int NumberAt(int partition) => _lastNumber[partition];

    public CrewMember? Find(IActorRef worker) => _byRef.GetValueOrDefault(worker);

    public bool IsHere(WorkerId worker) =>
        _byNumber.GetValueOrDefault(worker.Number)?.Ref is not null;

    /// <summary>A worker's newest start; -1: it never came.</summary>
    public long IncarnationOf(WorkerId worker) =>
        _byNumber.GetValueOrDefault(worker.Number)?.Incarnation ?? -1;

    public CrewMember Of(WorkerId worker)
    {
        if (!_byNumber.TryGetValue(worker.Number, out var member))
        {
            _byNumber[worker.Number] = member = new CrewMember(worker);
            NumbersEnd = Math.Max(NumbersEnd, worker.Number + 1);
        }

        return member;
    }

    /// <summary>A worker is here (again); whatever it served is vacant.</summary>
    public CrewMember Join(WorkerJoined joined, IActorRef worker, TimeSpan now)
    {
        var member = Of(joined.Worker);
        Restarts += member.Incarnation >= 0 ? 1 : 0;
        (member.Ref, member.Incarnation) = (worker, joined.Incarnation);
        (member.IsOpen, member.IsFirstRow, member.Absence) = (false, true, null);
        member.HasFailed = false;
        member.Note(Deed.Joined, now);
        _byRef[worker] = member;
        assignment.Joined(member.Worker, now);
        return member;
    }

    /// <summary>A worker whose computation failed has begun anew; its row stays its own.</summary>
    public void JoinAgain(CrewMember member, long incarnation)
    {
        Restarts++;
        (member.Incarnation, member.HasFailed, member.IsFirstRow) = (incarnation, false, true);
    }

    /// <summary>A worker's actor is gone or given up; the assignment is told apart.</summary>
    public void Drop(CrewMember member, string absence)
    {
        if (member.Ref is { } worker)
        {
            _byRef.Remove(worker);
        }

        (member.Ref, member.IsOpen, member.Absence) = (null, false, absence);
    }

    /// <summary>A new code, each partition of which is served by the worker of that number and by
    /// nobody else.</summary>
    public void Deal(IReadOnlyList<int> numbers, TimeSpan now)
    {
        assignment.Deal(numbers, now);
        assignment.Fill(now);
        _serving = new CrewMember?[numbers.Count];
        _lastNumber = [.. numbers];
        Sync();
    }

    /// <summary>Brings the partitions in line with the assignment.</summary>
    public void Sync()
    {
        if (_serving.Length != assignment.Partitions)
        {
            _serving = new CrewMember?[assignment.Partitions];
            _lastNumber = [.. Enumerable.Range(0, assignment.Partitions)];
        }

        for (var partition = 0; partition < _serving.Length; partition++)
        {
            _serving[partition] = assignment.WorkerOf(partition) is { } worker
                ? Of(worker)
                : null;
            _lastNumber[partition] = _serving[partition]?.Worker.Number ?? _lastNumber[partition];
        }
    }
}
