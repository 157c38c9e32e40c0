using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Chaos;

/// <summary>
/// What is injected into which worker in which step. A pure function of the options: workers and
/// coordinator each have one and draw the same. Faults that happen once are in the care of
/// <see cref="FaultLedger"/>. Immutable and safe for several threads.
/// </summary>
public sealed class ChaosPlan
{
    private readonly ChaosOptions _options;
    private readonly int _workers;
    private readonly LawDraws? _common;
    private readonly (Fault Fault, LawDraws Draws)[] _own;
    private readonly Fault[] _slow;
    private readonly Fault[] _wrong;

    /// <param name="options">Section <c>coded.chaos</c>; where it is not enabled the plan is
    /// empty.</param>
    /// <param name="workers">Workers the job starts with, spares included: a trace draws a whole
    /// step for so many.</param>
    public ChaosPlan(ChaosOptions options, int workers)
    {
        Contract.Require(workers >= 1, "a plan is for at least one worker");
        _options = options;
        _workers = workers;
        Faults = options.Enabled ? options.Faults : [];
        _common = options is { Enabled: true, Law: { } law }
            ? new LawDraws(law, options.Seed, workers)
            : null;
        _own = [.. Of(FaultKind.Delay)
            .Select(fault => (fault, new LawDraws(fault.Law!, options.Seed, workers)))];
        _slow = Of(FaultKind.Slow);
        _wrong = Of(FaultKind.Wrong);
    }

    /// <summary>All faults of the plan, in the order of the configuration, later ones last.
    /// </summary>
    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>Whether any delay is drawn; otherwise what a step would have taken is unknown.
    /// </summary>
    public bool DrawsDelays => _common is not null || _own.Length > 0;

    /// <summary>Delay of a worker in a step in seconds, slow factors included. It depends on seed,
    /// step, worker and load alone.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="worker">The worker's number.</param>
    /// <param name="load">Share of the step that its row is, 0 .. 1; 0: no delay.</param>
    public double DelaySeconds(long step, int worker, double load)
    {
        // Of several laws for the same step the one given last holds.
        for (var i = _own.Length - 1; i >= 0; i--)
        {
            if (_own[i].Fault.Holds(step, worker))
            {
                return _own[i].Draws.Seconds(step, worker, load) * SlowFactor(step, worker);
            }
        }

        return _common is null
            ? 0
            : _common.Seconds(step, worker, load) * SlowFactor(step, worker);
    }

    /// <summary>How many times longer computing takes in a step: the product of the slow faults
    /// that hold, at least 1. In <see cref="DelaySeconds"/> already.</summary>
    public double SlowFactor(long step, int worker)
    {
        var factor = 1.0;
        foreach (var fault in _slow)
        {
            factor *= fault.Holds(step, worker) ? fault.Factor : 1;
        }

        return factor;
    }

    /// <summary>Whether the worker's answer of this step is to be made wrong.</summary>
    public bool IsWrong(long step, int worker) =>
        Array.Exists(_wrong, fault => fault.Holds(step, worker));

    /// <summary>The same plan with one more fault, at the end of <see cref="Faults"/>.</summary>
    public ChaosPlan With(Fault fault) =>
        new(_options with { Faults = [.. _options.Faults, fault] }, _workers);

    private Fault[] Of(FaultKind kind) => [.. Faults.Where(fault => fault.Kind == kind)];
}
