namespace AkkaCoded.Codes;

/// <summary>
/// The span of the rows that have arrived, and the best combination of them for the vector of ones.
/// Per row O(rank x chunks) work, no allocation.
/// </summary>
/// <remarks>
/// Rows are scaled to length one first, so that the rank does not depend on their units; c_i is the
/// coefficient of a scaled row. Each row is orthogonalised against a basis Q (Gram-Schmidt, a second
/// time where digits were lost: Daniel, Gragg, Kaufman, Stewart, 1976), which leaves what of the
/// ones Q does not reach, the least-squares residual. The coordinates of the rows in Q, one under
/// the other, are L; of all c with L^T c = y, where y are the coordinates of the ones, we want the
/// shortest. Only its triangular factor T with T^T T = L^T L + lambda^2 I is kept, each row rotated
/// in (Givens): then T^T T z = y and c = L z.
/// <para>lambda is the residual that is accepted divided by the amplification that is accepted
/// (0 when that is unlimited). It leaves useful directions alone, and drops those that could only be
/// reached with larger coefficients. Without it an answer that adds nothing but noise could turn a
/// set that decodes into one that does not.</para>
/// </remarks>
internal sealed class RowSpace
{
    /// <summary>A scaled row that leaves less than this outside the span lies within it.</summary>
    private const double DependentBelow = 1e-13;

    /// <summary>A pass that keeps more than this of a vector loses no digits.</summary>
    private const double EnoughKept = 0.7;

    private const int SolveRounds = 3;

    private readonly int _chunks;
    private readonly double _lambda;
    private readonly int _rankMax;
    private readonly double[] _basis;
    private readonly double[] _lower;
    private readonly double[] _triangle;
    private readonly double[] _ones;
    private readonly double[] _missing;
    private readonly double[] _vector;
    private readonly double[] _coordinates;
    private readonly double[] _step;
    private readonly double[] _solution;
    private int _rows;

    public RowSpace(int workers, int chunks, double lambda)
    {
        _chunks = chunks;
        _lambda = lambda;
        _rankMax = Math.Min(workers, chunks);
        _basis = new double[_rankMax * chunks];
        _lower = new double[workers * _rankMax];
        _triangle = new double[_rankMax * _rankMax];
        _ones = new double[_rankMax];
        _missing = new double[chunks];
        _vector = new double[chunks];
        _coordinates = new double[_rankMax];
        _step = new double[_rankMax];
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
        Array.Fill(_missing, 1);
        Residual = Math.Sqrt(_chunks);
    }

    public void Add(CodeRow row)
    {
        Array.Clear(_coordinates);
        var left = row.Norm == 0 ? 0 : Orthogonalise(row);
        if (left > DependentBelow && Rank < _rankMax)
        {
            Extend(left);
        }

        _coordinates.CopyTo(_lower, _rows * _rankMax);
        _rows++;
        RotateIn();
    }

    /// <summary>
    /// lambda^2 |c|^2 plus the square of the residual at the best c: what the choice of c minimises.
    /// It never rises when a row is added.
    /// </summary>
    public double Penalty()
    {
        _ones.AsSpan(0, Rank).CopyTo(_solution);
        SolveTransposed(_solution);
        var solution = _solution.AsSpan(0, Rank);
        return (Residual * Residual) + (_lambda * _lambda * Dense.Dot(solution, solution));
    }

    /// <summary>Writes the best coefficients of the rows as they are, not scaled.</summary>
    /// <param name="rows">The rows that were added, in the same order.</param>
    /// <param name="coefficients">One for each of them.</param>
    public void Solve(IReadOnlyList<CodeRow> rows, Span<double> coefficients)
    {
        Contract.Require(rows.Count == _rows, "a coefficient for each row that was added");
        coefficients[..rows.Count].Clear();
        Array.Clear(_solution);

        // c = L z alone would lose as many digits as T is ill-conditioned; what the rounds add to c
        // brings the residual down to the rounding of the sum itself.
        for (var round = 0; round < SolveRounds; round++)
        {
            Array.Fill(_vector, 1);
            for (var i = 0; i < rows.Count; i++)
            {
                AddSparse(rows[i], -coefficients[i], _vector);
            }

            for (var j = 0; j < Rank; j++)
            {
                _step[j] = Dense.Dot(Basis(j), _vector) - (_lambda * _lambda * _solution[j]);
            }

            SolveBoth(_step);
            Dense.AddScaled(1, _step.AsSpan(0, Rank), _solution.AsSpan(0, Rank));
            AddCombination(rows, coefficients);
        }
    }

    /// <summary>
    /// Leaves the part of the scaled row outside the span in _vector and its coordinates within it
    /// in _coordinates; returns the length of that part.
    /// </summary>
    private double Orthogonalise(CodeRow row)
    {
        Array.Clear(_vector);
        AddSparse(row, 1 / row.Norm, _vector);
        var before = 1.0;
        while (true)
        {
            for (var j = 0; j < Rank; j++)
            {
                _step[j] = Dense.Dot(Basis(j), _vector);
            }

            for (var j = 0; j < Rank; j++)
            {
                Dense.AddScaled(-_step[j], Basis(j), _vector);
                _coordinates[j] += _step[j];
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
        for (var j = 0; j < Rank; j++)
        {
            _triangle[(j * _rankMax) + Rank] = 0;
        }

        _triangle[(Rank * _rankMax) + Rank] = _lambda;
        Rank++;
        Residual = Math.Sqrt(Dense.Dot(_missing, _missing));
    }

    private void RotateIn()
    {
        var row = _coordinates.AsSpan(0, Rank);
        for (var j = 0; j < Rank; j++)
        {
            var (top, entry) = (_triangle[(j * _rankMax) + j], row[j]);
            if (entry != 0)
            {
                var length = Math.Sqrt((top * top) + (entry * entry));
                Dense.Rotate(top / length, entry / length, Triangle(j), row[j..]);
            }
        }
    }

    /// <summary>T^T w = right, in place.</summary>
    private void SolveTransposed(double[] right)
    {
        for (var j = 0; j < Rank; j++)
        {
            right[j] /= _triangle[(j * _rankMax) + j];
            Dense.AddScaled(-right[j], Triangle(j)[1..], right.AsSpan(j + 1, Rank - j - 1));
        }
    }

    /// <summary>T^T T z = right, in place.</summary>
    private void SolveBoth(double[] right)
    {
        SolveTransposed(right);
        for (var j = Rank - 1; j >= 0; j--)
        {
            right[j] -= Dense.Dot(Triangle(j)[1..], right.AsSpan(j + 1, Rank - j - 1));
            right[j] /= _triangle[(j * _rankMax) + j];
        }
    }

    /// <summary>a_i += c_i / |b_i| with c = L z, where z is the step.</summary>
    private void AddCombination(IReadOnlyList<CodeRow> rows, Span<double> coefficients)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Norm > 0)
            {
                var coordinates = _lower.AsSpan(i * _rankMax, Rank);
                coefficients[i] += Dense.Dot(coordinates, _step.AsSpan(0, Rank)) / rows[i].Norm;
            }
        }
    }

    private Span<double> Basis(int index) => _basis.AsSpan(index * _chunks, _chunks);

    /// <summary>Row of T from its diagonal on.</summary>
    private Span<double> Triangle(int index) =>
        _triangle.AsSpan((index * _rankMax) + index, Rank - index);

    private static void AddSparse(CodeRow row, double factor, Span<double> dense)
    {
        var chunks = row.Chunks.AsSpan();
        var coefficients = row.Coefficients.AsSpan();
        for (var k = 0; k < chunks.Length; k++)
        {
            dense[chunks[k]] += factor * coefficients[k];
        }
    }
}
