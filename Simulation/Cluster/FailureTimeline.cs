using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>
/// When each worker is down: a function of seed, worker and time alone, whatever the policy. Ask
/// with times that do not fall for a worker.
/// </summary>
internal sealed class FailureTimeline
{
    private const ulong Stream = 0xFA11;
    private readonly FailureOptions? _options;
    private readonly SeededRandom?[] _random;
    private readonly (double Down, double Up)[] _next;

    public FailureTimeline(SimulationOptions options)
    {
        _options = options.Failures;
        _random = new SeededRandom?[_options is null ? 0 : options.Workers];
        _next = new (double, double)[_random.Length];
        for (var worker = 0; worker < _random.Length; worker++)
        {
            _random[worker] = SeededRandom.Stream(options.Seed ^ Stream, (ulong)worker);
            _next[worker] = Draw(worker, 0);
        }
    }

    public bool HasFailures => _options is not null;

    /// <summary>The failure that is under way at a time, or else the next one.</summary>
    public (double Down, double Up) Next(int worker, double seconds)
    {
        while (_next[worker].Up <= seconds)
        {
            _next[worker] = Draw(worker, _next[worker].Up);
        }

        return _next[worker];
    }

    /// <summary>When work is done that begins at a time and begins anew after each failure.
    /// </summary>
    public double End(int worker, double begin, double seconds)
    {
        if (_options is null)
        {
            return begin + seconds;
        }

        while (true)
        {
            var (down, up) = Next(worker, begin);
            if (begin + seconds <= down)
            {
                return begin + seconds;
            }

            begin = up;
        }
    }

    private (double Down, double Up) Draw(int worker, double from)
    {
        if (_options!.Recorded is { } recorded)
        {
            return recorded.After(worker, from);
        }

        var random = _random[worker]!;
        var down = from + (_options.MeanSecondsToFailure * random.NextExponential());
        return (down, down + (_options.MeanSecondsToRepair * random.NextExponential()));
    }
}
