using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Supervision;

/// <summary>A row of the code got a worker.</summary>
/// <param name="Partition">The worker's index in the code, 0 .. n - 1.</param>
/// <param name="Worker">Who serves it now.</param>
internal readonly record struct Placed(int Partition, WorkerId Worker);

/// <summary>
/// Which worker serves which partition. Workers without one are spares: they take over partitions
/// that become vacant, the lowest number first in both. A worker that comes back gets its old
/// partition where that is vacant, and else is a spare. Events only note what happened;
/// <see cref="Fill"/> gives out vacant partitions. Follows from the calls alone.
/// </summary>
/// <remarks>
/// Workers 0 .. n - 1 belong to the partitions of their numbers. Until they have come for the first
/// time, but not longer than the patience, spares leave these to them, so that a start does not
/// depend on who is ready first.
/// </remarks>
internal sealed class Assignment
{
    private readonly SortedDictionary<int, Member> _members = [];
    private readonly TimeSpan _patience;
    private Member?[] _servers;
    private bool _isDealt;

    /// <param name="partitions">n of the code.</param>
    /// <param name="spares">Workers beyond n that are expected to come.</param>
    /// <param name="now">Time of the start.</param>
    /// <param name="patience">How long a worker that is away is expected back, and a new one is
    /// expected to come.</param>
    public Assignment(int partitions, int spares, TimeSpan now, TimeSpan patience)
    {
        Contract.Require(partitions >= 1 && spares >= 0, "somebody is to work");
        _servers = new Member?[partitions];
        _patience = patience;
        for (var number = 0; number < partitions + spares; number++)
        {
            Of(new WorkerId(number), now).Home = number < partitions ? number : -1;
        }
    }

    /// <summary>n.</summary>
    public int Partitions => _servers.Length;

    /// <summary>All workers that are expected or were ever here, by number.</summary>
    internal IReadOnlyCollection<Member> Members => _members.Values;

    /// <summary>Who serves a partition, or null.</summary>
    public WorkerId? WorkerOf(int partition) => _servers[partition]?.Worker;

    /// <summary>What a worker serves, or null.</summary>
    public int? PartitionOf(WorkerId worker) =>
        _members.TryGetValue(worker.Number, out var member) && member.Serves >= 0
            ? member.Serves
            : null;

    /// <summary>Partitions that nobody serves, rising.</summary>
    public IReadOnlyList<int> Vacant() =>
        [.. Enumerable.Range(0, Partitions).Where(partition => _servers[partition] is null)];

    /// <summary>Workers that could serve and have nothing to do, rising; those that gave up their
    /// row for being slow stand last.</summary>
    public IReadOnlyList<WorkerId> Idle(TimeSpan now) => [.. Spares(now).Select(m => m.Worker)];

    /// <summary>Workers that a vacant partition last had, or is kept for, rising.</summary>
    public IReadOnlyList<WorkerId> Missing() =>
    [
        .. _members.Values
            .Where(m => m.Serves < 0 && m.Home >= 0 && _servers[m.Home] is null)
            .Select(m => m.Worker),
    ];

    /// <summary>A worker has come (again) and is opening the job: what it served is vacant.
    /// </summary>
    public void Joined(WorkerId worker, TimeSpan now)
    {
        var member = Of(worker, now);
        Vacate(member);
        (member.Presence, member.Since, member.IsDemoted) = (Presence.Opening, now, false);
    }

    /// <summary>A worker is ready for rows.</summary>
    public void Opened(WorkerId worker, TimeSpan now)
    {
        var member = Of(worker, now);
        (member.Presence, member.Since) = (Presence.Ready, now);
    }

    /// <summary>A worker is gone and expected back.</summary>
    /// <returns>The partition that is vacant now, or null.</returns>
    public int? Lost(WorkerId worker, TimeSpan now) => Away(worker, Presence.Away, now);

    /// <summary>A worker has left for good.</summary>
    /// <returns>As <see cref="Lost"/>.</returns>
    public int? Left(WorkerId worker, TimeSpan now) => Away(worker, Presence.Left, now);

    /// <summary>A worker gets no row for a time, whether it is here or not.</summary>
    /// <returns>As <see cref="Lost"/>.</returns>
    public int? Quarantine(WorkerId worker, TimeSpan now, TimeSpan until)
    {
        var member = Of(worker, now);
        member.QuarantinedUntil = until;
        return Vacate(member);
    }

    /// <summary>Whether a worker gets no row now for having failed too often.</summary>
    public bool IsQuarantined(WorkerId worker, TimeSpan now) =>
        _members.TryGetValue(worker.Number, out var member) && member.IsQuarantined(now);

    /// <summary>Gives a slow worker's row to a spare that is not slow itself; the worker gets a
    /// row again when no better one is left, or after a restart.</summary>
    /// <returns>Who has the row now; null where there is no such spare, and nothing changed.
    /// </returns>
    public Placed? ReplaceSlow(WorkerId worker, TimeSpan now)
    {
        var member = Of(worker, now);
        if (_isDealt || member.Serves < 0
            || Spares(now).FirstOrDefault(m => !m.IsDemoted) is not { } spare)
        {
            return null;
        }

        var partition = member.Serves;
        Vacate(member);
        member.IsDemoted = true;
        return Place(partition, spare);
    }

    /// <summary>Gives vacant partitions to spares: first to those whose partition it was.
    /// </summary>
    /// <returns>What was given out, in the order of giving.</returns>
    public IReadOnlyList<Placed> Fill(TimeSpan now)
    {
        var placed = new List<Placed>();
        foreach (var member in Spares(now))
        {
            if (!member.IsDemoted && member.Home >= 0 && _servers[member.Home] is null)
            {
                placed.Add(Place(member.Home, member));
            }
        }

        var spares = new Queue<Member>(Spares(now));
        foreach (var partition in Vacant())
        {
            if (spares.Count > 0 && !_isDealt && !IsKept(partition, now))
            {
                placed.Add(Place(partition, spares.Dequeue()));
            }
        }

        return placed;
    }

    /// <summary>From now on each partition is kept for one worker, be it here or not; nobody else
    /// takes it over. All are vacant until <see cref="Fill"/>.</summary>
    /// <param name="numbers">By partition, the number of its worker; none twice.</param>
    /// <param name="now">The time.</param>
    public void Deal(IReadOnlyList<int> numbers, TimeSpan now)
    {
        Contract.Require(
            numbers.Count >= 1 && numbers.Distinct().Count() == numbers.Count,
            "each partition has a worker of its own");
        foreach (var member in _members.Values)
        {
            Vacate(member);
            (member.Home, member.IsDemoted) = (-1, false);
        }

        for (var partition = 0; partition < numbers.Count; partition++)
        {
            Of(new WorkerId(numbers[partition]), now).Home = partition;
        }

        (_servers, _isDealt) = (new Member?[numbers.Count], true);
    }

    /// <summary>Makes it another number of partitions; workers of those that are no more become
    /// spares.</summary>
    public void Resize(int partitions)
    {
        Contract.Require(partitions >= 1, "somebody is to work");
        foreach (var member in _members.Values.Where(m => m.Home >= partitions))
        {
            Vacate(member);
            member.Home = -1;
        }

        Array.Resize(ref _servers, partitions);
    }

    private int? Away(WorkerId worker, Presence presence, TimeSpan now)
    {
        var member = Of(worker, now);
        (member.Presence, member.Since) = (presence, now);
        return Vacate(member);
    }

    private Placed Place(int partition, Member member)
    {
        Contract.Require(_servers[partition] is null && member.Serves < 0, "both are free");
        _servers[partition] = member;
        (member.Serves, member.Home) = (partition, partition);
        return new Placed(partition, member.Worker);
    }

    private int? Vacate(Member member)
    {
        if (member.Serves < 0)
        {
            return null;
        }

        var partition = member.Serves;
        _servers[partition] = null;
        member.Serves = -1;
        return partition;
    }

    private bool IsKept(int partition, TimeSpan now) => _members.Values.Any(
        m => m.Home == partition && m.Presence == Presence.Expected
            && m.IsExpected(now, _patience));

    private IEnumerable<Member> Spares(TimeSpan now) => _members.Values
        .Where(m => m.Serves < 0 && m.IsReady(now))
        .OrderBy(m => m.IsDemoted);

    private Member Of(WorkerId worker, TimeSpan now)
    {
        if (!_members.TryGetValue(worker.Number, out var member))
        {
            _members[worker.Number] = member = new Member(worker) { Since = now };
        }

        return member;
    }
}
