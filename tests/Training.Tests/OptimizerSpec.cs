using AkkaCoded.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Tests;

public sealed class OptimizerSpec
{
    private const int Length = 37;
    private const int Steps = 100;

    [Theory]
    [InlineData("sgd", 0.0)]
    [InlineData("sgd", 0.01)]
    [InlineData("momentum", 0.0)]
    [InlineData("momentum", 0.01)]
    [InlineData("nesterov", 0.0)]
    [InlineData("nesterov", 0.01)]
    [InlineData("adam", 0.0)]
    [InlineData("adam", 0.01)]
    public void FlatOptimizer_must_agree_with_torch_to_1e_6_over_100_steps(
        string name, double decay)
    {
        using var start = Target(seed: 1);
        using var target = Target(seed: 2);
        var weights = start.data<float>().ToArray();
        var goal = target.data<float>().ToArray();
        var optimizer = FlatOptimizer.Create(Options(name, decay), Length);
        using var parameter = new TorchSharp.Modules.Parameter(start.clone());
        using var reference = Reference(name, decay, parameter);
        for (var step = 0; step < Steps; step++)
        {
            optimizer.Step(weights, Slope(weights, goal), 0.05);
            reference.zero_grad();
            using var loss = (parameter - target).pow(2).sum();
            loss.backward();
            reference.step()?.Dispose();
        }

        var expected = parameter.detach().data<float>().ToArray();
        for (var i = 0; i < Length; i++)
        {
            Assert.Equal(expected[i], weights[i], 1e-6);
        }
    }

    [Fact]
    public void AdamW_must_follow_its_paper_step_by_step()
    {
        var optimizer = FlatOptimizer.Create(Options("adamw", 0.1), 1);
        float[] weights = [2f];
        var (weight, first, second) = (2.0, 0.0, 0.0);
        for (var step = 1; step <= 20; step++)
        {
            var slope = 0.3 * step;
            optimizer.Step(weights, [(float)slope], 0.01);
            first = (0.9 * first) + (0.1 * slope);
            second = (0.999 * second) + (0.001 * slope * slope);
            var scaled = first / (1 - Math.Pow(0.9, step));
            var root = Math.Sqrt(second / (1 - Math.Pow(0.999, step)));
            weight = (weight * (1 - (0.01 * 0.1))) - (0.01 * scaled / (root + 1e-8));
            Assert.Equal(weight, weights[0], 1e-6);
        }
    }

    [Theory]
    [InlineData("momentum")]
    [InlineData("adam")]
    public void FlatOptimizer_must_go_on_with_the_same_bits_when_restored(string name)
    {
        var (whole, first) = (
            FlatOptimizer.Create(Options(name, 0.01), Length),
            FlatOptimizer.Create(Options(name, 0.01), Length));
        using var goalTensor = Target(seed: 2);
        var goal = goalTensor.data<float>().ToArray();
        var (weights, resumed) = (new float[Length], new float[Length]);
        for (var step = 0; step < 10; step++)
        {
            whole.Step(weights, Slope(weights, goal), 0.05);
        }

        for (var step = 0; step < 4; step++)
        {
            first.Step(resumed, Slope(resumed, goal), 0.05);
        }

        var second = FlatOptimizer.Create(Options(name, 0.01), Length);
        second.Restore(first.Steps, first.States.ToDictionary(s => s.Name, s => s.Values));
        for (var step = 4; step < 10; step++)
        {
            second.Step(resumed, Slope(resumed, goal), 0.05);
        }

        Assert.Equal(weights, resumed);
    }

    [Fact]
    public void GradientClipping_must_scale_to_the_norm_only_when_above_it()
    {
        float[] vector = [3, 4];
        Assert.Equal(5.0, GradientClipping.Apply(vector, 10));
        Assert.Equal([3f, 4f], vector);
        Assert.Equal(5.0, GradientClipping.Apply(vector, 0));
        Assert.Equal(5.0, GradientClipping.Apply(vector, 1));
        Assert.Equal(0.6, vector[0], 6);
        Assert.Equal(0.8, vector[1], 6);
    }

    internal static OptimizerOptions Options(string name, double decay, string schedule = "") =>
        Jobs.Parse($$"""
            coded.optimizer { name = {{name}}, weight-decay = {{decay.ToString(
                System.Globalization.CultureInfo.InvariantCulture)}}, {{schedule}} }
            """).Optimizer;

    private static float[] Slope(float[] weights, float[] goal) =>
        [.. weights.Zip(goal, (weight, aim) => 2 * (weight - aim))];

    private static Tensor Target(ulong seed)
    {
        var random = new KeyedRandom(seed);
        return torch.tensor(
            Enumerable.Range(0, Length).Select(i => (float)random.Normal((ulong)i)).ToArray(),
            dtype: ScalarType.Float32);
    }

    private static optim.Optimizer Reference(
        string name, double decay, TorchSharp.Modules.Parameter parameter)
    {
        var parameters = new[] { parameter };
        return name == "adam"
            ? optim.Adam(parameters, 0.05, 0.9, 0.999, 1e-8, decay)
            : optim.SGD(
                parameters, 0.05, name == "sgd" ? 0.0 : 0.9, 0.0, decay, name == "nesterov");
    }
}
