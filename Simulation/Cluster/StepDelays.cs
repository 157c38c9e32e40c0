using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>
/// How long a worker takes in a step with a load: a pure function of these and the seed, so that
/// all policies see the same luck. What was drawn lately is kept, since asynchronous workers are
/// at different steps; memory is linear in workers.
/// </summary>
internal sealed class StepDelays
{
    /// <summary>Steps kept at a time.</summary>
    private const int Kept = 64;

    /// <summary>A longer time than any simulation lasts, and less than a TimeSpan holds.</summary>
    private const double SecondsMax = 1e9;

    /// <summary>A prime above the length of most traces.</summary>
    private const long AttemptStride = 7919;

    private const ulong SlowStream = 0x510;
    private const ulong ColdStream = 0xC01D;
    private readonly SimulationOptions _options;
    private readonly double[]?[] _drawn = new double[]?[Kept];
    private readonly long[] _stepOf = new long[Kept];
    private readonly double[] _factor;
    private readonly double _transfer;

    public StepDelays(SimulationOptions options)
    {
        _options = options;
        _transfer = options.VectorBytes * options.TransferSecondsPerByte;
        _factor = new double[options.Workers];
        Array.Fill(_stepOf, -1);
        var random = SeededRandom.Stream(options.Seed ^ SlowStream, 0);
        for (var worker = 0; worker < _factor.Length; worker++)
        {
            _factor[worker] = options.SlowWorkers is { } slow && random.NextDouble() < slow.Share
                ? slow.Factor
                : 1;
        }
    }

    public int Workers => _factor.Length;

    /// <summary>The step whose times hold for a row. A row that is asked for again takes those of
    /// another step: with the same ones a worker that was given up for being late would be late
    /// for ever.</summary>
    public static long StepOf(AnswerKey key) => key.Step.Step + (AttemptStride * key.Attempt);

    /// <summary>Seconds from the beginning of a row to the arrival of its answer.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="worker">0 .. n - 1.</param>
    /// <param name="load">Share of the step; 0: what comes before and after computing.</param>
    public double Seconds(long step, int worker, double load)
    {
        var x = Of(step)[worker];
        var seconds = Math.Max(0, _options.Delays.Load.Seconds(x, load)) * _factor[worker];
        return Math.Min(SecondsMax, seconds + _transfer);
    }

    /// <summary>Seconds from the beginning of several local steps to the arrival of the one answer.
    /// </summary>
    public double LocalSeconds(long step, int steps, int worker, double load)
    {
        var seconds = 0.0;
        for (var i = 0; i < steps; i++)
        {
            seconds += Seconds(step + i, worker, load) - _transfer;
        }

        return Math.Min(SecondsMax, Math.Max(0, seconds) + _transfer);
    }

    /// <summary>How long a worker that has just started cannot begin.</summary>
    /// <param name="worker">0 .. n - 1.</param>
    /// <param name="incarnation">From 1, grows with each start.</param>
    public double ColdSeconds(int worker, long incarnation)
    {
        if (_options.ColdStarts is not { } cold)
        {
            return 0;
        }

        var stream = ((ulong)incarnation << 16) + (ulong)worker;
        return SeededRandom.Stream(_options.Seed ^ ColdStream, stream).NextDouble() < cold.Share
            ? cold.Seconds
            : 0;
    }

    private double[] Of(long step)
    {
        var place = (int)(step % Kept);
        if (_stepOf[place] == step)
        {
            return _drawn[place]!;
        }

        var x = _drawn[place] ??= new double[_factor.Length];
        _options.Delays.Draw(_options.Seed, step, x);
        _stepOf[place] = step;
        return x;
    }
}
