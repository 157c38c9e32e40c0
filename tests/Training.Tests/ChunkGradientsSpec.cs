using AkkaCoded.Training.Gradients;
using AkkaCoded.Training.Models;
using TorchSharp;

namespace AkkaCoded.Training.Tests;

public sealed class ChunkGradientsSpec
{
    public static TheoryData<string> Names => new(Jobs.Models.Keys);

    [Theory]
    [InlineData("mlp { hidden = [32], dropout = 0.5 }")]
    [InlineData("cnn { channels = [4], hidden = 16, dropout = 0.5, batch-norm = on }")]
    public void Chunk_must_be_bit_identical_on_eight_threads(string model)
    {
        using var setup = Jobs.Open($"coded.model {{ name = {model.Split(' ')[0]}, {model} }}");
        var vectors = new float[8][];
        var threads = Enumerable.Range(0, 8).Select(worker => new Thread(() =>
        {
            torch.set_num_threads(1);
            using var own = setup.CreateModel();
            var gradients = setup.CreateGradients(own);
            var vector = new float[own.Layout.VectorLength];
            // Each thread reaches the chunk by another path; the bits must not tell.
            for (var chunk = 0; chunk < worker % 4; chunk++)
            {
                gradients.Compute(worker, chunk, vector);
            }

            gradients.Compute(2, 3, vector);
            vectors[worker] = vector;
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(vectors, vector => Assert.Equal(vectors[0], vector));
        Assert.Contains(vectors[0], value => value != 0f);
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("mlp")]
    [InlineData("cnn")]
    public void Chunks_must_add_up_to_the_gradient_of_the_mean_loss(string name)
    {
        using var parts = Jobs.Open(Jobs.Models[name]);
        using var whole = Jobs.Open(Jobs.Models[name] + "\ncoded.code.workers = 1");
        using var model = parts.CreateModel();
        var sum = new float[model.Layout.VectorLength];
        var gradients = parts.CreateGradients(model);
        for (var chunk = 0; chunk < parts.Sampler.Chunks; chunk++)
        {
            gradients.Accumulate(4, chunk, 1f, sum);
        }

        var once = new float[model.Layout.VectorLength];
        whole.CreateGradients(model).Compute(4, 0, once);
        for (var i = 0; i < sum.Length; i++)
        {
            Assert.Equal(once[i], sum[i], 2e-6 * Math.Max(1, Math.Abs(once[i])));
        }
    }

    [Fact]
    public void Accumulate_must_be_the_linear_combination_of_chunks()
    {
        using var setup = Jobs.Open();
        using var model = setup.CreateModel();
        var gradients = setup.CreateGradients(model);
        var (first, second) = (Vector(model), Vector(model));
        gradients.Compute(1, 0, first);
        gradients.Compute(1, 4, second);
        var sum = Vector(model);
        gradients.Accumulate(1, 0, 0.5f, sum);
        gradients.Accumulate(1, 4, -3f, sum);
        for (var i = 0; i < sum.Length; i++)
        {
            Assert.Equal((0.5f * first[i]) + (-3f * second[i]), sum[i]);
        }
    }

    [Fact]
    public void Rows_must_decode_to_the_sum_of_the_chunks()
    {
        using var setup = Jobs.Open(
            "coded.code { family = fractional-repetition, workers = 6, stragglers = 1 }");
        using var model = setup.CreateModel();
        var gradients = setup.CreateGradients(model);
        var (decoded, answer, expected) = (Vector(model), Vector(model), Vector(model));
        for (var group = 0; group < setup.Code.Groups!.Count; group++)
        {
            var worker = Enumerable.Range(0, 6).Last(w => setup.Code.Groups.GroupOf(w) == group);
            gradients.ComputeRow(5, setup.Code.Row(worker), answer);
            VectorMath.Add(decoded, 1f, answer);
        }

        foreach (var group in setup.ChunkGroups())
        {
            Array.Clear(answer);
            foreach (var chunk in group)
            {
                gradients.Accumulate(5, chunk, 1f, answer);
            }

            VectorMath.Add(expected, 1f, answer);
        }

        Assert.Equal(expected, decoded);
        Assert.Equal(setup.Sampler.Chunks, setup.ChunkGroups().Sum(group => group.Count));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_must_agree_with_finite_differences_to_1e_3(string name)
    {
        using var setup = Jobs.Open(Jobs.Models[name]);
        using var model = setup.CreateModel();
        var gradients = setup.CreateGradients(model);
        var weights = new float[model.Layout.WeightsLength];
        model.ReadWeights(weights);
        var vector = Vector(model);
        gradients.Compute(0, 0, vector);
        var length = model.Layout.TrainableLength;
        var norm = Math.Sqrt(vector.Take(length).Sum(value => (double)value * value));
        // Along the gradient itself the slope of the loss is the gradient's norm. The distances
        // are short, so that hardly any ReLU changes sides; the middle one of three slopes is
        // little touched by the rounding of the loss.
        double Loss(double shift)
        {
            var moved = weights.Select((weight, i) => i < length
                ? (float)(weight + (shift * vector[i] / norm))
                : weight).ToArray();
            gradients.SetWeights(moved);
            var at = Vector(model);
            gradients.Compute(0, 0, at);
            return at[model.Layout.LossIndex];
        }

        var slopes = new[] { 5e-5, 1e-4, 2e-4 }
            .Select(size => (Loss(size) - Loss(-size)) / (2 * size) / norm)
            .Order()
            .ToList();
        Assert.Equal(1.0, slopes[1], 1e-3);
    }

    [Fact]
    public void BatchNorm_must_send_its_increments_as_coordinates_and_keep_its_state()
    {
        using var setup = Jobs.Open(Jobs.Models["cnn-bn"]);
        using var model = setup.CreateModel();
        var before = new float[model.Layout.WeightsLength];
        model.ReadWeights(before);
        var gradients = setup.CreateGradients(model);
        var (first, again) = (Vector(model), Vector(model));
        gradients.Compute(3, 1, first);
        gradients.Compute(3, 2, again);
        gradients.Compute(3, 1, again);
        Assert.Equal(first, again);
        var state = first[model.Layout.TrainableLength..model.Layout.WeightsLength];
        Assert.Equal(2 * (4 + 6), state.Length);
        Assert.All(state, value => Assert.NotEqual(0f, value));
        var after = new float[model.Layout.WeightsLength];
        model.ReadWeights(after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Dropout_must_differ_between_chunks_steps_and_seeds()
    {
        const string job = "coded.model.mlp { hidden = [32], dropout = 0.5 }";
        float[] Compute(string extra, long step)
        {
            using var setup = Jobs.Open($$"""
                {{job}}
                coded { code.workers = 1, training { samples-per-step = 96, {{extra}} } }
                """);
            using var weights = Jobs.Open(job);
            using var model = weights.CreateModel();
            var vector = Vector(model);
            setup.CreateGradients(model).Compute(step, 0, vector);
            return vector;
        }

        // One chunk of all samples: only the masks and the order differ between the steps, and
        // the order alone would change no more than the rounding.
        double Distance(float[] left, float[] right) => left.Zip(
            right, (one, other) => (double)Math.Abs(one - other)).Max();
        var first = Compute("seed = 1", 0);
        Assert.Equal(first, Compute("seed = 1", 0));
        Assert.InRange(Distance(first, Compute("seed = 1", 1)), 1e-3, 1e3);
        Assert.InRange(Distance(first, Compute("seed = 2", 0)), 1e-3, 1e3);
    }

    private static float[] Vector(Model model) => new float[model.Layout.VectorLength];
}
