using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace AkkaCoded.Torch.Tests;

/// <summary>Each rule against a hand-written loop over doubles, 100 steps long.</summary>
public sealed class OptimizerSpec
{
    private const int Steps = 100;
    private const double Rate = 0.05;

    [Fact]
    public void Sgd_must_follow_the_gradient() =>
        AssertSame(p => SGD(p, Rate), (x, gradient, _) => x - (Rate * gradient));

    [Fact]
    public void Sgd_must_add_weight_decay() =>
        AssertSame(
            p => SGD(p, Rate, weight_decay: 0.1),
            (x, gradient, _) => x - (Rate * (gradient + (0.1 * x))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sgd_must_gather_momentum(bool nesterov) =>
        AssertSame(
            p => SGD(p, Rate, momentum: 0.9, nesterov: nesterov),
            (x, gradient, memory) =>
            {
                memory[0] = (0.9 * memory[0]) + gradient;
                return x - (Rate * (nesterov ? gradient + (0.9 * memory[0]) : memory[0]));
            });

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Adam_must_follow_its_paper(double decay) =>
        AssertSame(
            p => Adam(p, Rate, weight_decay: decay),
            (x, gradient, memory) =>
            {
                gradient += decay * x;
                memory[0] = (0.9 * memory[0]) + (0.1 * gradient);
                memory[1] = (0.999 * memory[1]) + (0.001 * gradient * gradient);
                memory[2]++;
                var mean = memory[0] / (1 - Math.Pow(0.9, memory[2]));
                var square = memory[1] / (1 - Math.Pow(0.999, memory[2]));
                return x - (Rate * mean / (Math.Sqrt(square) + 1e-8));
            });

    [Fact]
    public void Learning_rate_must_be_changeable_between_steps()
    {
        using var x = new Parameter(tensor(new double[] { 1 }));
        using var rule = SGD([x], Rate);
        foreach (var group in rule.ParamGroups)
        {
            Assert.Equal(Rate, group.LearningRate);
            group.LearningRate = 0.5;
        }

        Descend(rule, x);
        Expect.Values(x, 1 - (0.5 * Slope(1)));
    }

    [Fact]
    public void Zero_grad_must_forget_earlier_gradients()
    {
        using var x = new Parameter(tensor(new double[] { 1 }));
        using var rule = SGD([x], Rate);
        x.square().sum().backward();
        rule.zero_grad();
        x.square().sum().backward();
        rule.step();
        Expect.Values(x, 1 - (Rate * 2));
    }

    private static double Slope(double x) => (4 * x * x * x) + Math.Cos(x);

    private static void Descend(Optimizer rule, Tensor x)
    {
        rule.zero_grad();
        using var scope = NewDisposeScope();
        (x.pow(4) + x.sin()).sum().backward();
        rule.step();
    }

    private static void AssertSame(
        Func<IEnumerable<Parameter>, Optimizer> make, Func<double, double, double[], double> step)
    {
        double[] start = [0.7, -0.4, 1.1];
        using var x = new Parameter(tensor(start));
        using var rule = make([x]);
        for (var i = 0; i < Steps; i++)
        {
            Descend(rule, x);
        }

        var found = x.detach().data<double>().ToArray();
        for (var i = 0; i < start.Length; i++)
        {
            var expected = start[i];
            var memory = new double[3];
            for (var k = 0; k < Steps; k++)
            {
                expected = step(expected, Slope(expected), memory);
            }

            Assert.Equal(expected, found[i], 1e-9);
        }
    }
}
