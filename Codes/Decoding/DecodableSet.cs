namespace AkkaCoded.Codes;

/// <summary>
/// The answers of one step that are there, and whether they recover the sum. Decides by rank with a
/// tolerance, never by a count: the set decodes when coefficients a exist with
/// |1 - a^T B_S| at most 1e-8 sqrt(chunks) and an amplification
/// sqrt(sum a_i^2 |b_i|^2) / sqrt(chunks) of at most the limit.
/// </summary>
/// <remarks>
/// Amplification does not depend on how rows are scaled, and is the factor by which independent
/// relative errors of the answers (float32, quantisation) appear in the sum; so of all
/// coefficients that decode, those with the least sum of a_i^2 |b_i|^2 are taken. Both limits are
/// tested at once, (residual / limit)^2 + (amplification / limit)^2 at most 1: this quantity never
/// rises when an answer is added, so that a set which decodes goes on doing so, in whatever order
/// answers come. Not safe for several threads at once.
/// </remarks>
public sealed class DecodableSet
{
    /// <summary>The largest residual of a set that decodes, per sqrt(chunks).</summary>
    public const double ResidualLimit = 1e-8;

    /// <summary>The largest amplification of a set that decodes, unless told.</summary>
    public const double DefaultMaxAmplification = 1000;

    /// <summary>The largest limit there is. A set that amplifies so much costs six of the sixteen
    /// digits of its answers; beyond it rounding would decide what decodes.</summary>
    public const double AmplificationLimitMax = 1e6;

    private readonly ISetDecoder _decoder;
    private readonly List<int> _members = [];
    private readonly bool[] _isMember;

    /// <summary>An empty set.</summary>
    /// <param name="code">The code whose answers arrive.</param>
    /// <param name="maxAmplification">The amplification accepted, from 1 to
    /// <see cref="AmplificationLimitMax"/>.</param>
    /// <exception cref="InvalidInputException">The limit is out of range (CDL-0010).</exception>
    public DecodableSet(
        GradientCode code, double maxAmplification = DefaultMaxAmplification)
    {
        if (!(maxAmplification is >= 1 and <= AmplificationLimitMax))
        {
            throw new InvalidInputException(
                "CDL-0010", "code.max-amplification", maxAmplification,
                "a number from 1 to 1000000",
                "1 accepts only sets that amplify nothing; 1000 suits float32 answers.");
        }

        Code = code;
        MaxAmplification = maxAmplification;
        _isMember = new bool[code.Workers];
        _decoder = code.Groups is { } groups
            ? new RepetitionDecoder(code, groups)
            : new RankDecoder(code, maxAmplification);
    }

    /// <summary>The code whose answers arrive.</summary>
    public GradientCode Code { get; }

    /// <summary>The largest amplification accepted.</summary>
    public double MaxAmplification { get; }

    /// <summary>The workers whose answers are there, in order of arrival.</summary>
    public IReadOnlyList<int> Members => _members;

    /// <summary>How many answers are there.</summary>
    public int Count => _members.Count;

    /// <summary>Whether these answers recover the sum.</summary>
    public bool IsDecodable => _decoder.IsDecodable;

    /// <summary>The dimension of the span of the rows that are there.</summary>
    public int Rank => _decoder.Rank;

    /// <summary>
    /// |1 - a^T B_S| at its least over all a: from sqrt(chunks) with no answer down to rounding.
    /// Divided by sqrt(chunks) it is the relative error of the decoded sum for gradients of chunks
    /// that are independent and equally large.
    /// </summary>
    public double Residual => _decoder.Residual;

    /// <summary>
    /// The least sqrt(sum a_i^2 |b_i|^2) / sqrt(chunks) with which these answers recover the sum,
    /// also where that is more than accepted; where they cannot recover it at all, that of the
    /// estimate. For repetition codes that of the coefficients 0 and 1, which is 1 although
    /// averaging the answers of a group would give less.
    /// </summary>
    public double Amplification => _decoder.Amplification(_members);

    /// <summary>Whether the answer of a worker is there.</summary>
    public bool Contains(int worker) => _isMember[worker];

    /// <summary>Adds an answer; one that is there already changes nothing.</summary>
    /// <param name="worker">0 .. n - 1.</param>
    /// <returns><see cref="IsDecodable"/> after it.</returns>
    public bool Add(int worker)
    {
        if (!_isMember[worker])
        {
            _isMember[worker] = true;
            _members.Add(worker);
            _decoder.Add(worker);
        }

        return IsDecodable;
    }

    /// <summary>
    /// Takes an answer out again, because its worker died or is late with the upload. Costs as much
    /// as adding the others anew, except for repetition codes.
    /// </summary>
    /// <returns><see cref="IsDecodable"/> after it.</returns>
    public bool Remove(int worker)
    {
        if (_isMember[worker])
        {
            _isMember[worker] = false;
            _members.Remove(worker);
            _decoder.Remove(worker, _members);
        }

        return IsDecodable;
    }

    /// <summary>Empties the set for the next step; keeps its memory.</summary>
    public void Clear()
    {
        _members.Clear();
        Array.Clear(_isMember);
        _decoder.Clear();
    }

    /// <summary>
    /// The coefficients a, one per worker and 0 for those that are not there or not needed. Where
    /// the set does not decode they are the least-squares ones, which estimate the sum best
    /// (optimal decoding of approximate codes: Charles, Papailiopoulos, Ellenberg, 2017), except
    /// that what only coefficients above the accepted amplification could add is left out.
    /// </summary>
    public double[] Coefficients()
    {
        var coefficients = new double[Code.Workers];
        Coefficients(coefficients);
        return coefficients;
    }

    /// <summary>As <see cref="Coefficients()"/>, into memory of the caller.</summary>
    /// <param name="destination">n values.</param>
    public void Coefficients(Span<double> destination)
    {
        Contract.Require(destination.Length == Code.Workers, "one coefficient per worker");
        destination.Clear();
        _decoder.Solve(_members, destination);
    }
}
