using AkkaCoded.Codes.Sequential;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>Loads, delays and placements as the paper gives them.</summary>
public sealed class SequentialLoadSpec
{
    [Fact]
    public void Multiplexed_code_must_have_the_published_load_for_256_workers()
    {
        var scheme = new MultiplexedCode(new(256, 1, 2, 27));
        Assert.Equal(0.007543, scheme.Load, 0.0000005);
        Assert.Equal(28.0 * 2 / (256 * 29), scheme.Load, 1e-15);
        Assert.Equal(1, scheme.Delay);
        Assert.Equal("m-sgc(1, 2, 27)", scheme.Name);
    }

    [Fact]
    public void Selective_repeat_must_have_the_published_load_for_256_workers()
    {
        var scheme = new SelectiveRepeat(new(256, 2, 3, 23));
        Assert.Equal(12, scheme.Tolerance);
        Assert.Equal(13.0 / 256, scheme.Load, 1e-15);
        Assert.Equal(0.0508, scheme.Load, 0.00005);
        Assert.Equal(2, scheme.Delay);
    }

    [Fact]
    public void Gradient_code_must_have_the_published_load_for_256_workers() =>
        Assert.Equal(0.0625, CodeFamilies.Build("fractional-repetition", new(256, 15)).Load);

    [Theory]
    [InlineData(12, 1, 2, 3)]
    [InlineData(12, 2, 3, 4)]
    [InlineData(12, 2, 5, 5)]
    [InlineData(10, 3, 4, 10)]
    [InlineData(11, 1, 3, 0)]
    [InlineData(9, 2, 6, 8)]
    public void Multiplexed_code_must_follow_the_formula(int n, int b, int w, int lambda)
    {
        var scheme = new MultiplexedCode(new(n, b, w, lambda));
        var load = lambda == n
            ? (w - 1.0 + b) / (n * (w - 1))
            : (lambda + 1.0) * (w - 1 + b) / (n * (b + ((w - 1) * (lambda + 1))));
        Assert.Equal(load, scheme.Load, 1e-12);
        Assert.Equal(w - 2 + b, scheme.Delay);
        Assert.Equal(w - 1 + b, scheme.TasksMax);
        CheckPlacement(scheme);
    }

    [Theory]
    [InlineData(12, 1, 2, 6)]
    [InlineData(12, 2, 3, 5)]
    [InlineData(13, 2, 5, 9)]
    [InlineData(10, 3, 4, 10)]
    public void Selective_repeat_must_follow_the_formula(int n, int b, int w, int lambda)
    {
        var scheme = new SelectiveRepeat(new(n, b, w, lambda));
        var s = (int)Math.Ceiling((double)b * lambda / (w - 1 + b));
        Assert.Equal(s, scheme.Tolerance);
        Assert.Equal((s + 1.0) / n, scheme.Load, 1e-12);
        Assert.Equal(b, scheme.Delay);
        CheckPlacement(scheme);
    }

    /// <summary>All chunks together are the job, and a part's load is that of its chunks.</summary>
    private static void CheckPlacement(SequentialScheme scheme)
    {
        var chunks = Enumerable.Range(0, scheme.Chunks).ToList();
        Assert.Equal(1, chunks.Sum(scheme.ChunkShare), 1e-12);
        var held = new HashSet<int>();
        for (var worker = 0; worker < scheme.Workers; worker++)
        {
            for (var part = 0; part < scheme.Parts; part++)
            {
                var row = scheme.Row(worker, part);
                held.UnionWith(row.Chunks);
                Assert.Equal(
                    scheme.PartLoad(part), row.Chunks.Sum(scheme.ChunkShare), 1e-12);
            }
        }

        Assert.Equal(chunks, held.Order());
    }

    [Theory]
    [InlineData("CDL-0001", 0, 1, 2, 0)]
    [InlineData("CDL-0061", 8, 0, 2, 1)]
    [InlineData("CDL-0061", 8, 32, 33, 1)]
    [InlineData("CDL-0062", 8, 2, 2, 1)]
    [InlineData("CDL-0062", 8, 2, 63, 1)]
    [InlineData("CDL-0063", 8, 1, 2, 9)]
    [InlineData("CDL-0063", 8, 1, 2, -1)]
    public void Parameters_must_be_refused_when_out_of_range(
        string code, int n, int b, int w, int lambda)
    {
        foreach (var build in new Func<SequentialParameters, SequentialScheme>[]
            { p => new MultiplexedCode(p), p => new SelectiveRepeat(p) })
        {
            var error = Assert.Throws<InvalidInputException>(() => build(new(n, b, w, lambda)));
            Assert.Equal(code, error.Code);
        }
    }

    [Fact]
    public void Selective_repeat_must_refuse_a_window_that_is_no_multiple_of_bursts() =>
        Assert.Equal("CDL-0062", Assert.Throws<InvalidInputException>(
            () => new SelectiveRepeat(new(8, 2, 4, 1))).Code);

    [Fact]
    public void Inexact_family_must_be_refused() =>
        Assert.Equal("CDL-0066", Assert.Throws<InvalidInputException>(
            () => new MultiplexedCode(new(8, 1, 2, 2) { Family = "bernoulli" })).Code);

    [Fact]
    public void Run_must_refuse_to_compute_nothing() =>
        Assert.Equal("CDL-0065", Assert.Throws<InvalidInputException>(
            () => new SelectiveRepeat(new(8, 1, 2, 2)).Start(0)).Code);
}
