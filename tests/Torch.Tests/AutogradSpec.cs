using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class AutogradSpec
{
    /// <summary>Functions of a 2x3 tensor whose gradients are compared with differences.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["exp"] = x => x.exp(),
        ["tanh of product"] = x => (x * x).tanh(),
        ["matmul"] = x => x.matmul(x.t()),
        ["softmax"] = x => x.softmax(1).pow(2),
        ["log"] = x => (x * x + 1).log(),
        ["division"] = x => x / (x.square() + 2),
        ["view and slice"] = x => x.view(3, 2).narrow(0, 1, 2).pow(3),
        ["index"] = x => x[TensorIndex.Ellipsis, TensorIndex.Slice(1)].sigmoid(),
        ["mean"] = x => x.mean() * x.std(),
        ["max"] = x => x.max(1).Item1.square(),
        ["norm"] = x => x.norm() * x.sum(),
        ["cat"] = x => cat([x, x * 2], 1).sin(),
        ["conv"] = x => nn.functional.conv2d(
            x.reshape(1, 1, 2, 3), ones(1, 1, 2, 2, ScalarType.Float64)).square(),
        ["cross entropy"] = x => nn.functional.cross_entropy(x, tensor(new long[] { 2, 0 })),
        ["batch norm"] = x => nn.functional.batch_norm(
            x, zeros(3, ScalarType.Float64), ones(3, ScalarType.Float64), training: true).pow(3),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_must_agree_with_differences(string name)
    {
        var function = Functions[name];
        using var x = tensor(new double[] { 0.3, -0.7, 1.1, 0.9, 0.2, -1.3 }, [2, 3]);
        using var leaf = x.clone().requires_grad_();
        using var value = function(leaf).sum();
        using var gradient = autograd.grad([value], [leaf])[0];
        Assert.True(
            gradient.allclose(Differences(function, x), rtol: 1e-6, atol: 1e-7),
            $"{name}: {string.Join(' ', gradient.data<double>().ToArray())}");
    }

    [Fact]
    public void Gradients_of_several_inputs_must_come_in_their_order()
    {
        using var a = tensor(2.0).requires_grad_();
        using var b = tensor(3.0).requires_grad_();
        using var y = a * a * b;
        var gradients = autograd.grad([y], [b, a]);
        Expect.Values(gradients[0], 4);
        Expect.Values(gradients[1], 12);
    }

    [Fact]
    public void Outer_gradients_must_weigh_the_outputs()
    {
        using var x = Expect.Floats(1, 2, 3).requires_grad_();
        using var y = x * x;
        var gradients = autograd.grad([y], [x], [Expect.Floats(1, 10, 100)]);
        Expect.Values(gradients[0], 2, 40, 600);
    }

    [Fact]
    public void Second_derivative_must_follow_from_a_graph_of_the_first()
    {
        using var x = tensor(2.0).requires_grad_();
        using var y = x.pow(3);
        var first = autograd.grad([y], [x], create_graph: true);
        var second = autograd.grad([first[0]], [x]);
        Expect.Values(first[0], 12);
        Expect.Values(second[0], 12);
    }

    [CaughtErrorFact]
    public void Unused_input_must_be_an_error()
    {
        using var x = tensor(1.0).requires_grad_();
        using var unused = tensor(1.0).requires_grad_();
        using var y = x * 2;
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(
            () => autograd.grad([y], [unused], retain_graph: true));
    }

    [CaughtErrorFact]
    public void Graph_must_be_usable_again_only_when_retained()
    {
        using var x = tensor(3.0).requires_grad_();
        using var y = x * x;
        Expect.Values(autograd.grad([y], [x], retain_graph: true)[0], 6);
        Expect.Values(autograd.grad([y], [x])[0], 6);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(
            () => autograd.grad([y], [x]));
    }

    [Fact]
    public void No_grad_must_end_with_its_scope()
    {
        using var x = tensor(1.0).requires_grad_();
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }

            Assert.False(is_grad_enabled());
        }

        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void No_grad_must_not_reach_other_threads()
    {
        using var off = no_grad();
        Assert.True(OtherThread.Run(is_grad_enabled));
    }

    [Fact]
    public void Detached_tensors_must_carry_no_gradient()
    {
        using var x = tensor(1.0).requires_grad_();
        using var y = x * 2;
        Assert.True(y.requires_grad);
        Assert.False(y.is_leaf);
        Assert.True(x.is_leaf);
        Assert.False(y.detach().requires_grad);
    }

    /// <summary>Central differences, one coordinate at a time.</summary>
    private static Tensor Differences(Func<Tensor, Tensor> function, Tensor x)
    {
        const double Step = 1e-6;
        var result = zeros_like(x);
        var place = result.data<double>();
        for (long i = 0; i < x.numel(); i++)
        {
            double At(double by)
            {
                using var moved = x.clone();
                var data = moved.data<double>();
                data[i / 3, i % 3] += by;
                return function(moved).sum().item<double>();
            }

            place[i / 3, i % 3] = (At(Step) - At(-Step)) / (2 * Step);
        }

        return result;
    }
}
