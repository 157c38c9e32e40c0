using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AkkaCoded.Torch.Tests;

public sealed class LossSpec
{
    private readonly Tensor _scores = tensor(new float[,] { { 1, 2, 0 }, { 0, 0, 0 } });
    private readonly Tensor _labels = tensor(new long[] { 1, 2 });

    private readonly double _first = Math.Log(Math.E + (Math.E * Math.E) + 1) - 2;
    private readonly double _second = Math.Log(3);

    [Fact]
    public void Cross_entropy_must_have_its_known_value()
    {
        Expect.Values(functional.cross_entropy(_scores, _labels), (_first + _second) / 2);
        Expect.Values(
            functional.cross_entropy(_scores, _labels, reduction: Reduction.Sum),
            _first + _second);
        Expect.Values(
            functional.cross_entropy(_scores, _labels, reduction: Reduction.None),
            _first, _second);
    }

    [Fact]
    public void Cross_entropy_must_weigh_classes()
    {
        using var weights = Expect.Floats(1, 3, 1);
        Expect.Values(
            functional.cross_entropy(_scores, _labels, weights), ((3 * _first) + _second) / 4);
    }

    [Fact]
    public void Negative_log_likelihood_must_be_the_second_half_of_cross_entropy()
    {
        using var logs = functional.log_softmax(_scores, 1);
        Expect.Values(functional.nll_loss(logs, _labels), (_first + _second) / 2);
    }

    [Fact]
    public void Squared_and_huber_losses_must_have_their_known_values()
    {
        using var a = Expect.Floats(1, 2);
        using var b = Expect.Floats(2, 4);
        Expect.Values(functional.mse_loss(a, b), 2.5);
        Expect.Values(functional.mse_loss(a, b, Reduction.Sum), 5);
        Expect.Values(functional.huber_loss(a, b), (0.5 + 1.5) / 2);
        Expect.Values(functional.smooth_l1_loss(a, b), (0.5 + 1.5) / 2);
    }

    [Fact]
    public void Binary_cross_entropy_must_agree_with_its_form_for_logits()
    {
        using var logits = Expect.Floats(0, 2);
        using var target = Expect.Floats(1, 0);
        var expected = (Math.Log(2) + Math.Log(1 + Math.Exp(2))) / 2;
        Expect.Values(functional.binary_cross_entropy_with_logits(logits, target), expected);
        Expect.Values(functional.binary_cross_entropy(logits.sigmoid(), target), expected);
    }

    [Fact]
    public void Functional_forms_must_agree_with_the_layers()
    {
        using var input = Expect.Counting(2, 3);
        Expect.Values(functional.relu(input - 2), 0, 0, 0, 1, 2, 3);
        Expect.Values(functional.softmax(input, 1).sum(1), 1, 1);
        Expect.Values(functional.linear(input, ones(1, 3), Expect.Floats(1)), 4, 13);
        Expect.Shape(functional.max_pool2d(zeros(1, 1, 4, 4), 2), 1, 1, 2, 2);
        Expect.Shape(functional.adaptive_avg_pool2d(zeros(1, 2, 4, 4), 1), 1, 2, 1, 1);
        Expect.Values(functional.one_hot(_labels, 3), 0, 1, 0, 0, 0, 1);
        Expect.Values(functional.dropout(input, 0.5, false), 0, 1, 2, 3, 4, 5);
    }
}
