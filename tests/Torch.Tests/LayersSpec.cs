using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AkkaCoded.Torch.Tests;

public sealed class LayersSpec
{
    [Fact]
    public void Linear_must_multiply_and_add()
    {
        using var layer = Linear(2, 3);
        Set(layer.weight!, 1, 2, 3, 4, 5, 6);
        Set(layer.bias!, 10, 20, 30);
        Expect.Values(layer.call(ones(1, 2)), 13, 27, 41);
        using var plain = Linear(2, 3, false);
        Assert.Single(plain.parameters());
    }

    [Fact]
    public void Linear_must_start_within_its_bound()
    {
        manual_seed(1);
        using var layer = Linear(100, 50);
        var bound = 1 / MathF.Sqrt(100);
        Assert.InRange(layer.weight!.abs().max().item<float>(), 0.9f * bound, bound);
        Assert.InRange(layer.bias!.abs().max().item<float>(), 0.8f * bound, bound);
    }

    [Fact]
    public void Conv2d_must_slide_its_window()
    {
        using var layer = Conv2d(1, 1, 2, bias: false);
        Set(layer.weight!, 1, 2, 3, 4);
        using var picture = Expect.Counting(1, 1, 3, 3);
        Expect.Values(layer.call(picture), 27, 37, 57, 67);
    }

    [Fact]
    public void Conv2d_must_respect_stride_padding_and_groups()
    {
        using var strided = Conv2d(2, 4, 3, stride: 2, padding: 1);
        Expect.Shape(strided.call(zeros(5, 2, 8, 8)), 5, 4, 4, 4);
        Expect.Shape(strided.weight!, 4, 2, 3, 3);
        using var grouped = Conv2d(4, 4, 1, groups: 4, bias: false);
        Expect.Shape(grouped.weight!, 4, 1, 1, 1);
        using var wide = Conv2d(1, 1, (3, 1), padding: (1, 0));
        Expect.Shape(wide.call(zeros(1, 1, 5, 4)), 1, 1, 5, 4);
    }

    [Fact]
    public void BatchNorm2d_must_normalise_each_channel_when_training()
    {
        using var layer = BatchNorm2d(2);
        using var input = Expect.Counting(3, 2, 2, 2);
        using var output = layer.call(input);
        Expect.Values(output.mean([0, 2, 3]), 0, 0);
        Assert.True(output.var([0, 2, 3], false).allclose(ones(2), atol: 1e-3));
        Assert.Equal(1, layer.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void BatchNorm2d_must_use_running_statistics_when_evaluating()
    {
        using var layer = BatchNorm2d(1, 0, 0.5);
        using var input = tensor(new float[] { 0, 2 }, [2, 1, 1, 1]);
        layer.call(input);
        // Half of the old statistics (0 and 1) and half of the batch's (1 and, unbiased, 2).
        Expect.Values(layer.running_mean!, 0.5);
        Expect.Values(layer.running_var!, 1.5);
        layer.eval();
        Expect.Values(layer.call(input), -0.5 / Math.Sqrt(1.5), 1.5 / Math.Sqrt(1.5));
        layer.reset_running_stats();
        Expect.Values(layer.running_mean!, 0);
    }

    [Fact]
    public void BatchNorm2d_must_name_its_state_as_python_does()
    {
        using var layer = BatchNorm2d(2);
        Assert.Equal(["weight", "bias"], layer.named_parameters().Select(p => p.name));
        Assert.Equal(
            ["running_mean", "running_var", "num_batches_tracked"],
            layer.named_buffers().Select(b => b.name));
    }

    [Fact]
    public void Pools_must_reduce_windows()
    {
        using var picture = Expect.Counting(1, 1, 4, 4);
        using var largest = MaxPool2d(2);
        Expect.Values(largest.call(picture), 5, 7, 13, 15);
        using var mean = AvgPool2d(2);
        Expect.Values(mean.call(picture), 2.5, 4.5, 10.5, 12.5);
        using var whole = AdaptiveAvgPool2d(1);
        Expect.Values(whole.call(picture), 7.5);
        using var strided = MaxPool2d(3, 1);
        Expect.Shape(strided.call(picture), 1, 1, 2, 2);
    }

    [Fact]
    public void Dropout_must_act_only_when_training()
    {
        manual_seed(3);
        using var layer = Dropout(0.5);
        using var input = ones(1000);
        using var dropped = layer.call(input);
        var zero = (dropped == 0).sum().item<long>();
        Assert.InRange(zero, 400, 600);
        Assert.Equal(2, dropped.max().item<float>());
        layer.eval();
        Expect.Values(layer.call(input).sum(), 1000);
    }

    [Fact]
    public void Activations_and_flatten_must_keep_their_meaning()
    {
        using var input = Expect.Floats(-1, 2);
        using var relu = ReLU();
        Expect.Values(relu.call(input), 0, 2);
        using var flatten = Flatten();
        Expect.Shape(flatten.call(zeros(2, 3, 4)), 2, 12);
        using var identity = Identity();
        Expect.Values(identity.call(input), -1, 2);
    }

    [Fact]
    public void Initialisers_must_keep_to_their_spread()
    {
        manual_seed(5);
        using var weights = empty(200, 100);
        init.kaiming_normal_(weights, 0, init.FanInOut.FanIn, init.NonlinearityType.ReLU);
        Assert.InRange(weights.std().item<float>(), 0.135f, 0.148f);
        init.xavier_uniform_(weights);
        Assert.InRange(weights.abs().max().item<float>(), 0.13f, 0.1415f);
        init.constant_(weights, 3);
        Expect.Values(weights.mean(), 3);
        init.zeros_(weights);
        Expect.Values(weights.sum(), 0);
    }

    private static void Set(Tensor parameter, params float[] values)
    {
        using var mode = no_grad();
        parameter.copy_(tensor(values).reshape(parameter.shape));
    }
}
