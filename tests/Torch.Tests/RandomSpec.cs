using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class RandomSpec
{
    [Fact]
    public void Generator_must_repeat_itself_when_seeded_alike()
    {
        using var first = new Generator(42);
        using var second = new Generator(42);
        Assert.True(rand(100, generator: first).Equals(rand(100, generator: second)));
        Assert.False(rand(100, generator: first).Equals(rand(100, generator: new Generator(43))));
    }

    [Fact]
    public void Generator_must_not_be_disturbed_by_the_default_one()
    {
        using var alone = new Generator(7);
        using var disturbed = new Generator(7);
        using var expected = randn(50, generator: alone);
        manual_seed(1);
        using var noise = randn(1000);
        Assert.True(expected.Equals(randn(50, generator: disturbed)));
    }

    [Fact]
    public void Generator_must_be_reseedable_and_restorable()
    {
        using var generator = new Generator(1);
        generator.manual_seed(5);
        Assert.Equal(5, generator.initial_seed());
        using var state = generator.get_state();
        using var first = rand(10, generator: generator);
        generator.set_state(state);
        Assert.True(first.Equals(rand(10, generator: generator)));
    }

    [Fact]
    public void Every_draw_must_take_a_generator()
    {
        using var a = new Generator(3);
        using var b = new Generator(3);
        Assert.True(Draws(a).Equals(Draws(b)));
    }

    [Fact]
    public void Manual_seed_must_make_the_default_generator_repeat()
    {
        manual_seed(11);
        using var first = rand(5);
        manual_seed(11);
        Assert.True(first.Equals(rand(5)));
    }

    [Fact]
    public void Draws_must_stay_within_their_bounds()
    {
        using var generator = new Generator(9);
        using var uniform = rand(1000, generator: generator);
        Assert.True(uniform.min().item<float>() >= 0 && uniform.max().item<float>() < 1);
        using var whole = randint(3, 6, [1000], generator: generator);
        Assert.Equal(3, whole.min().item<long>());
        Assert.Equal(5, whole.max().item<long>());
        using var order = randperm(50, generator: generator);
        Assert.True(order.sort().Item1.Equals(arange(50)));
        using var coins = empty(2000).bernoulli_(0.25, generator);
        Assert.InRange(coins.mean().item<float>(), 0.2f, 0.3f);
        using var normal = randn(4000, generator: generator);
        Assert.InRange(normal.std().item<float>(), 0.95f, 1.05f);
    }

    private static Tensor Draws(Generator generator) => cat(
    [
        rand(3, generator: generator),
        randn(3, generator: generator),
        randint(100, [3], generator: generator).to(float32),
        randperm(5, generator: generator).to(float32),
        empty(4).bernoulli_(0.5, generator),
        empty(4).uniform_(2, 3, generator),
        empty(4).normal_(1, 2, generator),
        full(4, 0.5f).bernoulli(generator),
    ]);
}
