using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class ReductionSpec
{
    private readonly Tensor _grid = Expect.Counting(2, 3);

    [Fact]
    public void Sums_must_add_what_they_are_asked_to()
    {
        Expect.Values(_grid.sum(), 15);
        Expect.Values(_grid.sum(0L), 3, 5, 7);
        Expect.Values(_grid.sum(1), 3, 12);
        Expect.Shape(_grid.sum(1, keepdim: true), 2, 1);
        Expect.Values(_grid.sum([0, 1]), 15);
        Assert.Equal(ScalarType.Float64, _grid.sum(ScalarType.Float64).dtype);
        Assert.Equal(ScalarType.Int64, (_grid > 1).sum().dtype);
    }

    [Fact]
    public void Means_and_spreads_must_have_their_known_values()
    {
        Expect.Values(_grid.mean(), 2.5);
        Expect.Values(_grid.mean([1]), 1, 4);
        Expect.Values(_grid.var(), 3.5);
        Expect.Values(_grid.std(false), Math.Sqrt(35 / 12.0));
        Expect.Values(_grid.std(1), 1, 1);
        Expect.Values(_grid.var([0, 1], false), 35 / 12.0);
    }

    [Fact]
    public void Extremes_must_come_with_their_places()
    {
        using var values = Expect.Floats(3, 1, 2);
        Expect.Values(values.max(), 3);
        Expect.Values(values.min(), 1);
        Expect.Values(values.argmax(), 0);
        var (largest, places) = _grid.max(1);
        Expect.Values(largest, 2, 5);
        Expect.Values(places, 2, 2);
        Assert.Equal(ScalarType.Int64, places.dtype);
        Expect.Values(_grid.argmax(0), 1, 1, 1);
        Expect.Values(_grid.amax([1]), 2, 5);
        var (top, where) = values.topk(2);
        Expect.Values(top, 3, 2);
        Expect.Values(where, 0, 2);
        var (sorted, order) = values.sort();
        Expect.Values(sorted, 1, 2, 3);
        Expect.Values(order, 1, 2, 0);
    }

    [Fact]
    public void Truth_must_be_summed_up()
    {
        Expect.Values((_grid > 4).any(), 1);
        Expect.Values((_grid > 4).all(), 0);
        Expect.Values((_grid > 2).all(1), 0, 1);
        Expect.Values(_grid.count_nonzero(), 5);
    }

    [Fact]
    public void Norms_must_have_their_known_values()
    {
        using var values = Expect.Floats(3, -4);
        Expect.Values(values.norm(), 5);
        Expect.Values(values.norm(1f), 7);
        Expect.Values(linalg.norm(values), 5);
        Expect.Values(linalg.norm(values, double.PositiveInfinity), 4);
        Expect.Values(linalg.vector_norm(values, 2), 5);
    }

    [Fact]
    public void Running_sums_must_run()
    {
        Expect.Values(Expect.Floats(1, 2, 3).cumsum(0), 1, 3, 6);
        Expect.Values(Expect.Floats(0, 0).logsumexp(0), Math.Log(2));
    }

    [Fact]
    public void Products_of_matrices_must_have_their_known_values()
    {
        using var right = Expect.Counting(3, 2);
        Expect.Values(_grid.matmul(right), 10, 13, 28, 40);
        Expect.Values(_grid.mm(right), 10, 13, 28, 40);
        Expect.Values(_grid.mv(Expect.Floats(1, 1, 1)), 3, 12);
        Expect.Values(Expect.Floats(1, 2).dot(Expect.Floats(3, 4)), 11);
        Expect.Values(Expect.Floats(1, 2).outer(Expect.Floats(3, 4)), 3, 4, 6, 8);
        Expect.Values(ones(2, 2).addmm(_grid, right, 2, 1), 12, 15, 30, 42);
        Expect.Shape(zeros(5, 2, 3).bmm(zeros(5, 3, 4)), 5, 2, 4);
        Expect.Values(einsum("ij,jk->ik", _grid, right), 10, 13, 28, 40);
    }
}
