using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class ArithmeticSpec
{
    private readonly Tensor _a = Expect.Floats(1, 2, 4);
    private readonly Tensor _b = Expect.Floats(3, 5, 8);

    [Fact]
    public void Operators_must_work_element_by_element()
    {
        Expect.Values(_a + _b, 4, 7, 12);
        Expect.Values(_b - _a, 2, 3, 4);
        Expect.Values(_a * _b, 3, 10, 32);
        Expect.Values(_b / _a, 3, 2.5, 2);
        Expect.Values(-_a, -1, -2, -4);
        Expect.Values(_b % _a, 0, 1, 0);
    }

    [Fact]
    public void Operators_must_take_numbers_on_either_side()
    {
        Expect.Values(_a + 1, 2, 3, 5);
        Expect.Values(1 + _a, 2, 3, 5);
        Expect.Values(_a - 1, 0, 1, 3);
        Expect.Values(1 - _a, 0, -1, -3);
        Expect.Values(_a * 2.0, 2, 4, 8);
        Expect.Values(0.5f * _a, 0.5, 1, 2);
        Expect.Values(_a / 2, 0.5, 1, 2);
        Expect.Values(8 / _a, 8, 4, 2);
    }

    [Fact]
    public void Numbers_must_not_change_the_type_of_a_tensor()
    {
        Assert.Equal(ScalarType.Float32, (_a * 2.0).dtype);
        Assert.Equal(ScalarType.Int64, (arange(3) * 2).dtype);
        Assert.Equal(ScalarType.Float32, (arange(3) * 2.0).dtype);
    }

    [Fact]
    public void Small_shapes_must_spread_over_large_ones()
    {
        using var column = _a.reshape(3, 1);
        using var sum = column + _b;
        Expect.Shape(sum, 3, 3);
        Expect.Values(sum, 4, 6, 9, 5, 7, 10, 7, 9, 12);
    }

    [Fact]
    public void In_place_operations_must_change_the_tensor_itself()
    {
        using var values = Expect.Floats(1, 2, 3);
        values.add_(1);
        values.mul_(2);
        values.sub_(Expect.Floats(1, 1, 1));
        values.div_(3);
        Expect.Values(values, 1, 5 / 3.0, 7 / 3.0);
        values.fill_(4);
        Expect.Values(values, 4, 4, 4);
        values.zero_();
        Expect.Values(values, 0, 0, 0);
        values.copy_(_a);
        Expect.Values(values, 1, 2, 4);
        values.add_(_b, 10);
        Expect.Values(values, 31, 52, 84);
    }

    [Fact]
    public void Functions_must_have_their_known_values()
    {
        using var x = Expect.Floats(-1, 0, 1);
        Expect.Values(x.exp(), Math.Exp(-1), 1, Math.E);
        Expect.Values(_a.log(), 0, Math.Log(2), Math.Log(4));
        Expect.Values(_a.sqrt(), 1, Math.Sqrt(2), 2);
        Expect.Values(x.abs(), 1, 0, 1);
        Expect.Values(x.relu(), 0, 0, 1);
        Expect.Values(x.tanh(), Math.Tanh(-1), 0, Math.Tanh(1));
        Expect.Values(x.sigmoid(), 1 / (1 + Math.E), 0.5, 1 / (1 + Math.Exp(-1)));
        Expect.Values(x.sign(), -1, 0, 1);
        Expect.Values(_a.pow(2), 1, 4, 16);
        Expect.Values(_a.pow(0.5), 1, Math.Sqrt(2), 2);
        Expect.Values(_a.reciprocal(), 1, 0.5, 0.25);
        Expect.Values(_a.square(), 1, 4, 16);
        Expect.Values(x.cos(), Math.Cos(1), 1, Math.Cos(1));
        Expect.Values(Expect.Floats(1.4f, -1.6f).round(), 1, -2);
        Expect.Values(Expect.Floats(1.4f, -1.6f).floor(), 1, -2);
    }

    [Fact]
    public void Functions_must_be_callable_as_functions()
    {
        Expect.Values(exp(Expect.Floats(0)), 1);
        Expect.Values(add(_a, _b), 4, 7, 12);
        Expect.Values(maximum(_a, Expect.Floats(2, 2, 2)), 2, 2, 4);
        Expect.Values(where(_a > 1, _a, _b), 3, 2, 4);
        Expect.Values(clamp(_a, 1.5, 3), 1.5, 2, 3);
    }

    [Fact]
    public void Clamp_must_take_one_bound_alone()
    {
        Expect.Values(_a.clamp(min: (Scalar)2), 2, 2, 4);
        Expect.Values(_a.clamp_max(2), 1, 2, 2);
    }

    [Fact]
    public void Softmax_must_sum_to_one()
    {
        using var rows = Expect.Counting(2, 3).softmax(1);
        Expect.Values(rows.sum(1), 1, 1);
        using var logs = Expect.Counting(2, 3).log_softmax(1);
        Expect.Values(logs.exp() - rows, 0, 0, 0, 0, 0, 0);
    }

    [Fact]
    public void Comparisons_must_give_truth_values()
    {
        using var two = Expect.Floats(2, 2, 2);
        Assert.Equal(ScalarType.Bool, (_a < two).dtype);
        Expect.Values(_a < two, 1, 0, 0);
        Expect.Values(_a <= 2, 1, 1, 0);
        Expect.Values(_a > 2, 0, 0, 1);
        Expect.Values(_a >= two, 0, 1, 1);
        Expect.Values(_a == 2, 0, 1, 0);
        Expect.Values(_a.eq(two), 0, 1, 0);
        Expect.Values(_a != two, 1, 0, 1);
        Expect.Values((_a > 1) & (_a < 4), 0, 1, 0);
        Expect.Values(~(_a > 1), 1, 0, 0);
    }

    [Fact]
    public void Allclose_must_respect_its_tolerance()
    {
        Assert.True(_a.allclose(_a + 1e-9));
        Assert.False(_a.allclose(_a + 0.01));
        Assert.True(_a.allclose(_a + 0.01, atol: 0.1));
        Assert.True(_a.Equals(_a.clone()));
        Assert.False(_a.Equals(_b));
    }

    [Fact]
    public void Not_a_number_must_be_found()
    {
        using var values = Expect.Floats(1, float.NaN, float.PositiveInfinity);
        Expect.Values(values.isnan(), 0, 1, 0);
        Expect.Values(values.isfinite(), 1, 0, 0);
    }

    [Fact]
    public void Division_must_round_when_asked_to()
    {
        using var values = Expect.Floats(7, -7);
        Expect.Values(values.div(2, RoundingMode.floor), 3, -4);
        Expect.Values(values.div(2, RoundingMode.trunc), 3, -3);
    }

    [Fact]
    public void Fused_operations_must_have_their_known_values()
    {
        using var values = Expect.Floats(1, 1, 1);
        Expect.Values(values.addcmul(_a, _b, 2), 7, 21, 65);
        Expect.Values(values.addcdiv(_b, _a, 2), 7, 6, 5);
        Expect.Values(values.lerp(_b, Expect.Floats(0, 0.5f, 1)), 1, 3, 8);
    }
}
