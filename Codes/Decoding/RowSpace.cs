namespace AkkaCoded.Codes;

/// <summary>
/// The span of the rows that have arrived, and the best combination of them for the vector of ones.
/// O(rank x columns) work per row, no allocation.
/// </summary>
/// <remarks>
/// Rows come scaled to length one, so that the rank does not depend on their units; c_i is the
/// coefficient of a scaled row. Each row is orthogonalised against a basis Q (Gram-Schmidt, again
/// where digits were lost: Daniel, Gragg, Kaufman, Stewart, 1976), which leaves what of the ones Q
/// does not reach, the least-squares residual. The coordinates of the rows in Q, one under the
/// other, are L, those of the ones y; wanted is the c that minimises
/// |y - L^T c|^2 + lambda^2 |c|^2. Rotating the rows of L one by one into lambda I (Givens) gives
/// the triangle T and, rotated along, the part P of the orthogonal factor that belongs to the rows:
/// then T^T w = y and c = P w, whose residual is lambda |w| and rounding, however ill-conditioned
/// T is.
/// <para>lambda is the residual that is accepted divided by the amplification that is accepted. It
/// leaves useful directions alone, and drops those that could only be reached with larger
/// coefficients. Without it an answer that adds nothing but noise could turn a set that decodes
/// into one that does not.</para>
/// </remarks>
internal sealed class RowSpace
{
    /// <summary>A scaled row that leaves less than this outside the span lies within it.</summary>
    private const double DependentBelow = 1e-13;

    /// <summary>A pass that keeps more than this of a vector loses no digits.</summary>
    private const double EnoughKept = 0.7;

    private readonly int _columns;
    private readonly double[] _target;
    private readonly int _workers;
    private readonly int _rankMax;

    // Matrices lie row by row. P is kept transposed: one row per row of T, one entry per answer.
    private readonly double[] _basis;
    private readonly double[] _lower;
    private readonly double[] _triangle;
    private readonly double[] _orthogonal;
    private readonly double[] _ones;
    private readonly double[] _missing;
    private readonly double[] _vector;
    private readonly double[] _coordinates;
    private readonly double[] _unit;
    private readonly double[] _solution;
    private int _rows;
    private double _lambda;
    private int _rowsRotated;
    private int _rankRotated;

    /// <param name="workers">The most rows that can arrive.</param>
    /// <param name="target">The vector to reach, called the ones here.</param>
    public RowSpace(int workers, double[] target)
    {
        _target = target;
        _columns = target.Length;
        _workers = workers;
        _rankMax = Math.Min(workers, _columns);
        _basis = new double[_rankMax * _columns];
        _lower = new double[workers * _rankMax];
        _triangle = new double[_rankMax * _rankMax];
        _orthogonal = new double[_rankMax * workers];
        _ones = new double[_rankMax];
        _missing = new double[_columns];
        _vector = new double[_columns];
        _coordinates = new double[_rankMax];
        _unit = new double[workers];
        _solution = new double[_rankMax];
        Clear();
    }

    /// <summary>Dimension of the span.</summary>
    public int Rank { get; private set; }

    /// <summary>|1 - its projection on the span|: the least-squares residual.</summary>
    public double Residual { get; private set; }

    public void Clear()
    {
        Rank = 0;
        _rows = 0;
        _rowsRotated = 0;
        _rankRotated = 0;
        _target.CopyTo(_missing, 0);
        Residual = Math.Sqrt(Dense.Dot(_missing, _missing));
    }

    /// <param name="row">The entries that are not zero; none, or of length one.</param>
    public void Add((int[] Columns, double[] Values) row)
    {
        Array.Clear(_coordinates);
        var left = row.Columns.Length == 0 ? 0 : Orthogonalise(row);
        if (left > DependentBelow && Rank < _rankMax)
        {
            Extend(left);
        }

        _coordinates.CopyTo(_lower, _rows * _rankMax);
        _rows++;
    }

    /// <summary>
    /// lambda^2 |c|^2 plus the square of the residual at the best c: what its choice minimises. It
    /// never rises when a row is added.
    /// </summary>
    public double Penalty(double lambda)
    {
        SolveTransposed(lambda);
        var w = _solution.AsSpan(0, Rank);
        return (Residual * Residual) + (lambda * lambda * Dense.Dot(w, w));
    }

    /// <summary>Writes c, one coefficient for each scaled row in the order of their adding.
    /// </summary>
    public void Solve(double lambda, Span<double> coefficients)
    {
        Contract.Require(coefficients.Length == _rows, "a coefficient for each row");
        SolveTransposed(lambda);
        coefficients.Clear();
        for (var j = 0; j < Rank; j++)
        {
            Dense.AddScaled(_solution[j], Orthogonal(j), coefficients);
        }
    }

    /// <summary>
    /// Leaves the part of the scaled row outside the span in _vector and its coordinates within it
    /// in _coordinates; returns the length of that part.
    /// </summary>
    private double Orthogonalise((int[] Columns, double[] Values) row)
    {
        Array.Clear(_vector);
        for (var k = 0; k < row.Columns.Length; k++)
        {
            _vector[row.Columns[k]] = row.Values[k];
        }

        var before = 1.0;
        while (true)
        {
            for (var j = 0; j < Rank; j++)
            {
                _solution[j] = Dense.Dot(Basis(j), _vector);
            }

            for (var j = 0; j < Rank; j++)
            {
                Dense.AddScaled(-_solution[j], Basis(j), _vector);
                _coordinates[j] += _solution[j];
            }

            var left = Math.Sqrt(Dense.Dot(_vector, _vector));
            if (left > EnoughKept * before || left <= DependentBelow)
            {
                return left;
            }

            before = left;
        }
    }

    private void Extend(double length)
    {
        var direction = Basis(Rank);
        direction.Clear();
        Dense.AddScaled(1 / length, _vector, direction);
        _coordinates[Rank] = length;
        _ones[Rank] = Dense.Dot(direction, _missing);
        Dense.AddScaled(-_ones[Rank], direction, _missing);
        Rank++;
        Residual = Math.Sqrt(Dense.Dot(_missing, _missing));
    }

    /// <summary>T^T w = y, after bringing T up to date.</summary>
    private void SolveTransposed(double lambda)
    {
        Triangulate(lambda);
        var w = _solution.AsSpan(0, Rank);
        _ones.AsSpan(0, Rank).CopyTo(w);
        for (var j = 0; j < Rank; j++)
        {
            w[j] /= Triangle(j)[0];
            Dense.AddScaled(-w[j], Triangle(j)[1..], w[(j + 1)..]);
        }
    }

    /// <summary>
    /// Rotates in the rows that came since, each O(rank x rows): only once somebody asks, because a
    /// set is not looked at closely before its residual is small.
    /// </summary>
    private void Triangulate(double lambda)
    {
        if (lambda != _lambda)
        {
            _lambda = lambda;
            _rowsRotated = 0;
            _rankRotated = 0;
        }

        for (; _rankRotated < Rank; _rankRotated++)
        {
            for (var j = 0; j < _rankRotated; j++)
            {
                _triangle[(j * _rankMax) + _rankRotated] = 0;
            }

            _triangle[(_rankRotated * _rankMax) + _rankRotated] = lambda;
            _orthogonal.AsSpan(_rankRotated * _workers, _workers).Clear();
        }

        for (; _rowsRotated < _rows; _rowsRotated++)
        {
            _lower.AsSpan(_rowsRotated * _rankMax, Rank).CopyTo(_coordinates);
            Array.Clear(_unit);
            _unit[_rowsRotated] = 1;
            RotateIn(_coordinates.AsSpan(0, Rank), _unit.AsSpan(0, _rows));
        }
    }

    private void RotateIn(Span<double> row, Span<double> unit)
    {
        for (var j = 0; j < Rank; j++)
        {
            var (top, entry) = (Triangle(j)[0], row[j]);
            if (entry != 0)
            {
                var length = Math.Sqrt((top * top) + (entry * entry));
                Dense.Rotate(top / length, entry / length, Triangle(j), row[j..]);
                Dense.Rotate(top / length, entry / length, Orthogonal(j), unit);
            }
        }
    }

    private Span<double> Basis(int index) => _basis.AsSpan(index * _columns, _columns);

    /// <summary>Row of T from its diagonal on.</summary>
    private Span<double> Triangle(int index) =>
        _triangle.AsSpan((index * _rankMax) + index, Rank - index);

    private Span<double> Orthogonal(int index) => _orthogonal.AsSpan(index * _workers, _rows);
}
