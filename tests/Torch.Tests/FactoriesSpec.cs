using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class FactoriesSpec
{
    [Fact]
    public void Tensor_must_copy_an_array()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        using var rows = tensor(values, [2, 3]);
        values[0] = 9;
        Expect.Shape(rows, 2, 3);
        Assert.Equal(ScalarType.Float32, rows.dtype);
    }

    [Fact]
    public void Tensor_must_keep_the_element_type_of_its_source()
    {
        Assert.Equal(ScalarType.Float32, tensor(new float[] { 1 }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new double[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int64, tensor(new long[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1 }).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true }).dtype);
    }

    [Fact]
    public void Tensor_must_convert_when_a_type_is_given()
    {
        using var numbers = tensor(new long[] { 1, 2 }, dtype: ScalarType.Float32);
        Assert.Equal(ScalarType.Float32, numbers.dtype);
        Expect.Values(numbers, 1, 2);
    }

    [Fact]
    public void Tensor_must_take_rows_and_columns_of_an_array()
    {
        using var matrix = tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } });
        Expect.Shape(matrix, 3, 2);
        Expect.Values(matrix, 1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Tensor_of_a_number_must_have_no_dimension()
    {
        using var number = tensor(2.5f);
        Assert.Equal(0, number.ndim);
        Assert.Equal(2.5f, number.item<float>());
    }

    [Fact]
    public void Filled_tensors_must_hold_what_they_are_filled_with()
    {
        Expect.Values(zeros(2), 0, 0);
        Expect.Values(ones(2, 2), 1, 1, 1, 1);
        Expect.Values(full(3, 7), 7, 7, 7);
        Expect.Shape(empty(2, 3, 4), 2, 3, 4);
        Expect.Shape(zeros([4, 5]), 4, 5);
        Expect.Values(eye(2), 1, 0, 0, 1);
    }

    [Fact]
    public void Like_must_take_shape_and_type_of_its_model()
    {
        using var model = zeros(2, 3, ScalarType.Float64);
        using var other = ones_like(model);
        Expect.Shape(other, 2, 3);
        Assert.Equal(ScalarType.Float64, other.dtype);
        Assert.Equal(ScalarType.Int64, zeros_like(model, ScalarType.Int64).dtype);
    }

    [Fact]
    public void Ranges_must_count()
    {
        Expect.Values(arange(4), 0, 1, 2, 3);
        Expect.Values(arange(2, 8, 3), 2, 5);
        Assert.Equal(ScalarType.Int64, arange(4).dtype);
        Expect.Values(linspace(0, 1, 5), 0, 0.25, 0.5, 0.75, 1);
    }

    [Fact]
    public void Cat_and_stack_must_join()
    {
        using var left = Expect.Floats(1, 2);
        using var right = Expect.Floats(3, 4);
        Expect.Shape(cat([left, right]), 4);
        Expect.Shape(stack([left, right]), 2, 2);
        Expect.Values(stack([left, right], 1), 1, 3, 2, 4);
    }

    [Fact]
    public void Default_type_must_be_single_precision()
    {
        Assert.Equal(ScalarType.Float32, get_default_dtype());
        Assert.Equal(ScalarType.Float32, zeros(1).dtype);
        Assert.Equal(DeviceType.CPU, zeros(1).device_type);
        Assert.Equal("cpu", zeros(1).device.ToString());
    }
}
