namespace AkkaCoded.Codes;

/// <summary>
/// Whether the rows that have arrived reach the vector of ones, for rows that are short: the same
/// least-squares problem as <see cref="RowSpace"/> solves, without its orthogonal basis. O(columns
/// x band) work per row, where the band is what a row spans once the columns are put in a good
/// order; about twice the row's length for cyclic codes.
/// </summary>
/// <remarks>
/// Wanted is the c that minimises |1 - B^T c|^2 + lambda^2 |c|^2. Rotating the rows of B one by one
/// into lambda I (Givens) gives a triangle R with R^T R = B^T B + lambda^2 I, in which a row never
/// spans more than the widest row of B (George and Heath, "Solution of sparse linear least squares
/// problems using Givens rotations", 1980). With R^T w = 1 the minimum is lambda^2 |w|^2. The
/// rotations are kept; undone on (w, 0) they leave c in the places of the rows, without ever
/// forming an inverse, so that the residual of c is lambda |w| and rounding, however
/// ill-conditioned R is.
/// </remarks>
internal sealed class BandSpace
{
    /// <summary>An entry so far below lambda changes nothing that double precision holds.</summary>
    private const double NegligiblePerLambda = 1e-12;

    private readonly ColumnOrder _order;
    private readonly double[] _target;
    private readonly double _lambda;
    private readonly int _band;
    private readonly int _columns;
    private readonly double[] _triangle;
    private readonly double[] _row;
    private readonly double[] _solution;
    private readonly double[] _rest;

    // One entry per rotation, in the order of doing; row i has those up to _ends[i].
    private readonly List<int> _ends = [];
    private int[] _pivots = new int[1024];
    private double[] _cosines = new double[1024];
    private double[] _sines = new double[1024];
    private int _rotations;

    /// <param name="order">The columns in their order.</param>
    /// <param name="target">The vector to reach, called the ones here.</param>
    /// <param name="lambda">Weight of the coefficients, above 0.</param>
    public BandSpace(ColumnOrder order, double[] target, double lambda)
    {
        Contract.Require(lambda > 0, "without weight a set of dependent rows has no triangle");
        (_order, _lambda, _columns) = (order, lambda, target.Length);
        _band = order.Band;
        _target = new double[_columns];
        for (var column = 0; column < _columns; column++)
        {
            _target[order.PlaceOf[column]] = target[column];
        }

        _triangle = new double[_columns * _band];
        _row = new double[_columns];
        _solution = new double[_columns];
        _rest = new double[_columns];
        Clear();
    }

    public void Clear()
    {
        _ends.Clear();
        _rotations = 0;
        Array.Clear(_triangle);
        for (var j = 0; j < _columns; j++)
        {
            _triangle[j * _band] = _lambda;
        }
    }

    /// <param name="row">The entries that are not zero; none, or of length one.</param>
    public void Add((int[] Columns, double[] Values) row)
    {
        if (row.Columns.Length > 0)
        {
            Array.Clear(_row);
            var first = _columns;
            for (var k = 0; k < row.Columns.Length; k++)
            {
                var place = _order.PlaceOf[row.Columns[k]];
                _row[place] = row.Values[k];
                first = Math.Min(first, place);
            }

            RotateIn(first);
        }

        _ends.Add(_rotations);
    }

    /// <summary>
    /// lambda^2 |c|^2 plus the square of the residual at the best c: what its choice minimises. It
    /// never rises when a row is added.
    /// </summary>
    /// <param name="limit">Where the penalty is above it, any value above it may be returned.
    /// </param>
    public double Penalty(double limit)
    {
        _target.CopyTo(_rest, 0);
        var most = limit / (_lambda * _lambda);
        var squares = 0.0;
        for (var j = 0; j < _columns && squares <= most; j++)
        {
            var line = Line(j);
            var w = _solution[j] = _rest[j] / line[0];
            squares += w * w;
            Dense.AddScaled(-w, line[1..], _rest.AsSpan(j + 1, line.Length - 1));
        }

        return _lambda * _lambda * squares;
    }

    /// <summary>Writes c, one coefficient for each scaled row in the order of their adding.
    /// </summary>
    public void Solve(Span<double> coefficients)
    {
        Contract.Require(coefficients.Length == _ends.Count, "a coefficient for each row");
        Penalty(double.PositiveInfinity);
        var w = _solution;
        for (var i = _ends.Count - 1; i >= 0; i--)
        {
            var value = 0.0;
            var start = i == 0 ? 0 : _ends[i - 1];
            for (var k = _ends[i] - 1; k >= start; k--)
            {
                var (top, c, s) = (w[_pivots[k]], _cosines[k], _sines[k]);
                w[_pivots[k]] = (c * top) - (s * value);
                value = (s * top) + (c * value);
            }

            coefficients[i] = value;
        }
    }

    private void RotateIn(int first)
    {
        var negligible = NegligiblePerLambda * _lambda;
        for (var j = first; j < _columns; j++)
        {
            var entry = _row[j];
            if (Math.Abs(entry) <= negligible)
            {
                continue;
            }

            var line = Line(j);
            var length = Math.Sqrt((line[0] * line[0]) + (entry * entry));
            var (c, s) = (line[0] / length, entry / length);
            Dense.Rotate(c, s, line, _row.AsSpan(j, line.Length));
            Keep(j, c, s);
        }
    }

    private void Keep(int pivot, double c, double s)
    {
        if (_rotations == _pivots.Length)
        {
            Array.Resize(ref _pivots, 2 * _rotations);
            Array.Resize(ref _cosines, 2 * _rotations);
            Array.Resize(ref _sines, 2 * _rotations);
        }

        (_pivots[_rotations], _cosines[_rotations], _sines[_rotations]) = (pivot, c, s);
        _rotations++;
    }

    /// <summary>Row j of R from its diagonal on.</summary>
    private Span<double> Line(int j) =>
        _triangle.AsSpan(j * _band, Math.Min(_band, _columns - j));
}
