using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class ShapeSpec
{
    private readonly Tensor _grid = Expect.Counting(2, 3);

    [Fact]
    public void Shape_must_be_told_in_every_way()
    {
        Assert.Equal(2, _grid.ndim);
        Assert.Equal(2, _grid.dim());
        Assert.Equal(6, _grid.numel());
        Assert.Equal(6, _grid.NumberOfElements);
        Assert.Equal(3, _grid.size(1));
        Assert.Equal(4, _grid.element_size());
        Assert.Equal([3, 1], _grid.stride());
        Assert.True(_grid.is_contiguous());
        Assert.False(_grid.t().is_contiguous());
    }

    [Fact]
    public void Views_must_share_memory_with_their_source()
    {
        using var flat = _grid.view(-1);
        flat.add_(10);
        Expect.Values(_grid, 10, 11, 12, 13, 14, 15);
        Expect.Shape(_grid.view(3, 2), 3, 2);
    }

    [Fact]
    public void Rearranging_must_move_elements_where_they_belong()
    {
        Expect.Values(_grid.t(), 0, 3, 1, 4, 2, 5);
        Expect.Values(_grid.transpose(0, 1), 0, 3, 1, 4, 2, 5);
        Expect.Shape(Expect.Counting(2, 3, 4).permute(2, 0, 1), 4, 2, 3);
        Expect.Values(_grid.flip(1), 2, 1, 0, 5, 4, 3);
        Expect.Values(Expect.Floats(1, 2, 3).roll(1), 3, 1, 2);
        Expect.Values(_grid.reshape(3, 2), 0, 1, 2, 3, 4, 5);
    }

    [Fact]
    public void Dimensions_must_come_and_go()
    {
        Expect.Shape(_grid.unsqueeze(0), 1, 2, 3);
        Expect.Shape(_grid.unsqueeze(-1), 2, 3, 1);
        Expect.Shape(zeros(1, 3, 1).squeeze(), 3);
        Expect.Shape(zeros(1, 3, 1).squeeze(0), 3, 1);
        Expect.Shape(_grid.flatten(), 6);
        Expect.Shape(zeros(2, 3, 4).flatten(1), 2, 12);
        Expect.Shape(zeros(2, 12).unflatten(1, 3, 4), 2, 3, 4);
    }

    [Fact]
    public void Parts_must_be_the_right_ones()
    {
        Expect.Values(_grid.narrow(1, 1, 2), 1, 2, 4, 5);
        Expect.Values(_grid.slice(1, 0, 3, 2), 0, 2, 3, 5);
        Expect.Values(_grid.select(0, 1), 3, 4, 5);
        Expect.Values(_grid.index_select(1, tensor(new long[] { 2, 0 })), 2, 0, 5, 3);
        Expect.Values(_grid.masked_select(_grid > 3), 4, 5);
        Expect.Values(_grid.diag(), 0, 4);
        Expect.Values(_grid.tril(), 0, 0, 0, 3, 4, 0);
    }

    [Fact]
    public void Gather_and_scatter_must_undo_each_other()
    {
        using var places = tensor(new long[,] { { 2 }, { 0 } });
        using var taken = _grid.gather(1, places);
        Expect.Values(taken, 2, 3);
        Expect.Values(zeros(2, 3).scatter(1, places, taken), 0, 0, 2, 3, 0, 0);
        using var sums = zeros(3);
        sums.index_add_(0, tensor(new long[] { 1, 1 }), Expect.Floats(2, 3), 1);
        Expect.Values(sums, 0, 5, 0);
    }

    [Fact]
    public void Splitting_must_give_every_part()
    {
        var halves = _grid.split(2, 1);
        Assert.Equal(2, halves.Length);
        Expect.Shape(halves[0], 2, 2);
        Expect.Shape(halves[1], 2, 1);
        var chunks = _grid.chunk(3, 1);
        Assert.Equal(3, chunks.Length);
        Expect.Values(chunks[2], 2, 5);
        var rows = _grid.unbind();
        Expect.Values(rows[1], 3, 4, 5);
        var sizes = _grid.split([1, 2], 1);
        Expect.Shape(sizes[1], 2, 2);
    }

    [Fact]
    public void Repeating_must_not_change_the_source()
    {
        Expect.Shape(_grid.expand(4, 2, 3), 4, 2, 3);
        Expect.Values(Expect.Floats(1, 2).repeat(2), 1, 2, 1, 2);
        Expect.Values(Expect.Floats(1, 2).repeat_interleave(2), 1, 1, 2, 2);
        Expect.Shape(Expect.Floats(1).expand_as(_grid), 2, 3);
    }

    [Fact]
    public void Masked_fill_must_leave_the_rest()
    {
        Expect.Values(_grid.masked_fill(_grid > 2, -1), 0, 1, 2, -1, -1, -1);
    }

    [Fact]
    public void Single_indices_must_select_along_the_first_dimensions()
    {
        Expect.Values(_grid[1], 3, 4, 5);
        Assert.Equal(5, _grid[1, 2].item<float>());
        Assert.Equal(5, _grid[-1, -1].item<float>());
    }

    [Fact]
    public void Indices_must_slice_insert_and_skip()
    {
        Expect.Values(_grid[TensorIndex.Colon, TensorIndex.Slice(1)], 1, 2, 4, 5);
        Expect.Values(_grid[.., 1..], 1, 2, 4, 5);
        Expect.Values(_grid[.., ..^1], 0, 1, 3, 4);
        Expect.Values(_grid[TensorIndex.Ellipsis, TensorIndex.Single(0)], 0, 3);
        Expect.Shape(_grid[TensorIndex.None, TensorIndex.Colon], 1, 2, 3);
        Expect.Values(_grid[TensorIndex.Single(1), TensorIndex.Slice(0, 3, 2)], 3, 5);
    }

    [Fact]
    public void Indices_must_take_tensors_and_masks()
    {
        using var places = tensor(new long[] { 1, 0 });
        Expect.Values(_grid[TensorIndex.Tensor(places)], 3, 4, 5, 0, 1, 2);
        Expect.Values(_grid[TensorIndex.Colon, TensorIndex.Tensor(places)], 1, 0, 4, 3);
        Expect.Values(_grid[TensorIndex.Tensor(_grid > 3)], 4, 5);
    }

    [Fact]
    public void Assigning_to_an_index_must_change_the_source()
    {
        using var values = Expect.Counting(2, 3);
        values[0, 1] = tensor(9f);
        values[TensorIndex.Single(1), TensorIndex.Slice(1)] = tensor(7f);
        Expect.Values(values, 0, 9, 2, 3, 7, 7);
        values[TensorIndex.Tensor(values > 6)] = tensor(0f);
        Expect.Values(values, 0, 0, 2, 3, 0, 0);
    }
}
