using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Chaos;

/// <summary>What a step would have taken on given delays.</summary>
/// <param name="EarliestDecodableSeconds">When the answers that are there first decode; null where
/// they never do.</param>
/// <param name="WaitForAllSeconds">The largest delay; infinite where one is.</param>
/// <param name="Answers">How many answers are there at the earliest decodable time.</param>
public readonly record struct HindsightTimes(
    double? EarliestDecodableSeconds, double WaitForAllSeconds, int Answers);

/// <summary>
/// Reads from the delays of all workers, also of those that were stopped, when a step could have
/// been decoded at the earliest and when waiting for all would have ended. Its memory is used again
/// in every step. Not safe for several threads at once.
/// </summary>
public sealed class Hindsight
{
    private readonly DecodableSet _set;
    private readonly double[] _sorted;
    private readonly int[] _order;

    /// <param name="code">The code whose answers arrive.</param>
    /// <param name="maxAmplification">Section <c>coded.code</c>, <c>max-amplification</c>.</param>
    public Hindsight(
        GradientCode code, double maxAmplification = DecodableSet.DefaultMaxAmplification)
    {
        _set = new DecodableSet(code, maxAmplification);
        _sorted = new double[code.Workers];
        _order = new int[code.Workers];
    }

    /// <summary>Once, for a step of its own.</summary>
    /// <param name="code">The code whose answers arrive.</param>
    /// <param name="delays">As for <see cref="Of(ReadOnlySpan{double})"/>.</param>
    public static HindsightTimes Of(GradientCode code, ReadOnlySpan<double> delays) =>
        new Hindsight(code).Of(delays);

    /// <summary>The times of a step.</summary>
    /// <param name="delays">Seconds, one per worker of the code; infinite: no answer ever.</param>
    public HindsightTimes Of(ReadOnlySpan<double> delays)
    {
        Contract.Require(delays.Length == _order.Length, "one delay per worker of the code");
        delays.CopyTo(_sorted);
        for (var worker = 0; worker < _order.Length; worker++)
        {
            _order[worker] = worker;
        }

        Array.Sort(_sorted, _order);
        _set.Clear();
        for (var i = 0; i < _order.Length && double.IsFinite(_sorted[i]); i++)
        {
            if (_set.Add(_order[i]))
            {
                return new(_sorted[i], _sorted[^1], _set.Count);
            }
        }

        return new(null, _sorted[^1], _set.Count);
    }
}
