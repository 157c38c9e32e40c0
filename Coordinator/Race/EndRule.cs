using AkkaCoded.Codes;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.Race;

/// <summary>
/// A set of answers and the rule that says whether it ends a step, and with which coefficients.
/// Answers may also be thought ones: the same rule over all live workers tells whether the step can
/// end at all.
/// </summary>
internal abstract class EndRule(GradientCode code)
{
    public GradientCode Code { get; } = code;

    /// <summary>The rule of a policy; one that has no steps in common needs any worker.</summary>
    public static EndRule Create(PolicyOptions policy, GradientCode code, double amplificationMax)
        => policy.Kind switch
        {
            PolicyKind.WaitAll => new DecodableRule(code, amplificationMax, needsAll: true, null),
            PolicyKind.Exact => new DecodableRule(code, amplificationMax, needsAll: false, null),
            PolicyKind.Approximate => new DecodableRule(
                code, amplificationMax, needsAll: false, policy.ErrorMax),
            PolicyKind.Backup => new CountRule(code, policy.Backups),

            // Their steps have no common end: one worker is enough to go on.
            _ => new CountRule(code, code.Workers - 1),
        };

    public abstract bool Contains(int partition);

    public abstract void Add(int partition);

    public abstract void Remove(int partition);

    public abstract void Clear();

    /// <summary>Notes an answer that is not to be used: its replicas contradict it.</summary>
    public virtual void Exclude(int partition)
    {
    }

    /// <summary>Whether these answers end the step.</summary>
    /// <param name="afterDeadline">Whether an estimate is accepted by now.</param>
    public abstract bool IsMet(bool afterDeadline);

    /// <summary>Coefficient by partition, 0 for what is not needed; decode error; amplification.
    /// </summary>
    public abstract (double[] Coefficients, double Error, double Amplification) Solve();
}

/// <summary>
/// The first decodable set: decided by rank, never by a count. Wait-for-all wants every answer
/// besides; an approximate policy is content with an estimate once its deadline is over.
/// </summary>
internal sealed class DecodableRule(
    GradientCode code, double amplificationMax, bool needsAll, double? errorMax) : EndRule(code)
{
    private readonly DecodableSet _set = new(code, amplificationMax);
    private readonly HashSet<int> _excluded = [];
    private readonly int _rows = Enumerable.Range(0, code.Workers)
        .Count(partition => !code.Row(partition).Chunks.IsEmpty);

    private double Error => _set.Residual / Math.Sqrt(Code.Chunks);

    public override bool Contains(int partition) => _set.Contains(partition);

    public override void Add(int partition) => _set.Add(partition);

    public override void Remove(int partition)
    {
        _set.Remove(partition);
        _excluded.Remove(partition);
    }

    public override void Clear()
    {
        _set.Clear();
        _excluded.Clear();
    }

    public override void Exclude(int partition) => _excluded.Add(partition);

    public override bool IsMet(bool afterDeadline) =>
        (_set.IsDecodable && (!needsAll || _set.Count + _excluded.Count == _rows))
        || (afterDeadline && errorMax is { } max && _set.Count > 0 && Error <= max);

    public override (double[] Coefficients, double Error, double Amplification) Solve() =>
        (_set.Coefficients(), Error, _set.Amplification);
}

/// <summary>
/// Backup workers (Chen, Monga, Bengio, Jozefowicz, Revisiting distributed synchronous SGD, 2016):
/// the first n - b answers, scaled by n / (n - b), stand for all.
/// </summary>
internal sealed class CountRule(GradientCode code, int backups) : EndRule(code)
{
    private readonly bool[] _isMember = new bool[code.Workers];
    private readonly List<int> _members = [];

    private int Needed => Code.Workers - backups;

    public override bool Contains(int partition) => _isMember[partition];

    public override void Add(int partition)
    {
        if (!_isMember[partition])
        {
            _isMember[partition] = true;
            _members.Add(partition);
        }
    }

    public override void Remove(int partition)
    {
        if (_isMember[partition])
        {
            _isMember[partition] = false;
            _members.Remove(partition);
        }
    }

    public override void Clear()
    {
        Array.Clear(_isMember);
        _members.Clear();
    }

    public override bool IsMet(bool afterDeadline) => _members.Count >= Needed;

    public override (double[] Coefficients, double Error, double Amplification) Solve()
    {
        var scale = (double)Code.Workers / Needed;
        var coefficients = new double[Code.Workers];
        var sums = new double[Code.Chunks];
        var amplified = 0.0;
        foreach (var partition in _members.Take(Needed))
        {
            coefficients[partition] = scale;
            var row = Code.Row(partition);
            amplified += scale * scale * row.Norm * row.Norm;
            for (var i = 0; i < row.Chunks.Length; i++)
            {
                sums[row.Chunks[i]] += scale * row.Coefficients[i];
            }
        }

        var residual = Math.Sqrt(sums.Sum(sum => (1 - sum) * (1 - sum)));
        var root = Math.Sqrt(Code.Chunks);
        return (coefficients, residual / root, Math.Sqrt(amplified) / root);
    }
}
