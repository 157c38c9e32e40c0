using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class LinearAlgebraSpec
{
    private readonly Tensor _matrix = tensor(new double[,] { { 2, 1 }, { 1, 3 }, { 0, 1 } });

    [Fact]
    public void Qr_must_multiply_back()
    {
        var (q, r) = linalg.qr(_matrix);
        Expect.Shape(q, 3, 2);
        Assert.True(q.mm(r).allclose(_matrix));
        Assert.True(q.t().mm(q).allclose(eye(2, dtype: ScalarType.Float64)));
    }

    [Fact]
    public void Complete_qr_must_span_the_whole_space()
    {
        var (q, r) = linalg.qr(_matrix, linalg.QRMode.Complete);
        Expect.Shape(q, 3, 3);
        Expect.Shape(r, 3, 2);
    }

    [Fact]
    public void Svd_must_multiply_back()
    {
        var (u, s, vh) = linalg.svd(_matrix, fullMatrices: false);
        Assert.True(u.mul(s).mm(vh).allclose(_matrix));
        Assert.True(linalg.svdvals(_matrix).allclose(s));
    }

    [Fact]
    public void Least_squares_must_leave_a_residual_orthogonal_to_the_columns()
    {
        using var target = tensor(new double[,] { { 1 }, { 2 }, { 5 } });
        var (solution, _, _, _) = linalg.lstsq(_matrix, target);
        using var residual = target - _matrix.mm(solution);
        Expect.Values(_matrix.t().mm(residual), 0, 0);
    }

    [Fact]
    public void Solving_must_invert_the_product()
    {
        using var square = tensor(new double[,] { { 4, 1 }, { 1, 3 } });
        using var right = tensor(new double[,] { { 1 }, { 2 } });
        Assert.True(square.mm(linalg.solve(square, right)).allclose(right));
        Assert.True(square.mm(linalg.inv(square)).allclose(eye(2, dtype: ScalarType.Float64)));
        Expect.Values(linalg.det(square), 11);
        using var lower = linalg.cholesky(square);
        Assert.True(lower.mm(lower.t()).allclose(square));
    }

    [Fact]
    public void Rank_must_be_that_of_the_columns()
    {
        Expect.Values(linalg.matrix_rank(_matrix, atol: 1e-9), 2);
        Expect.Values(linalg.matrix_rank(zeros(3, 3), atol: 1e-9), 0);
    }
}
