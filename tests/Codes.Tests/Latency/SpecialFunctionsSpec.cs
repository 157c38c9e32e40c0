using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Codes.Tests.Latency;

/// <summary>Against tabulated values (Abramowitz and Stegun; DLMF) and exact identities.</summary>
public sealed class SpecialFunctionsSpec
{
    [Theory]
    [InlineData(0.5, 0.57236494292470008707)]
    [InlineData(0.1, 2.2527126517342059599)]
    [InlineData(1, 0)]
    [InlineData(10, 12.801827480081469611)]
    [InlineData(100.5, 361.43554047)]
    public void Log_gamma_must_have_the_tabulated_values(double x, double expected) =>
        Assert.Equal(expected, SpecialFunctions.LogGamma(x), 1e-8 + (1e-13 * expected));

    [Fact]
    public void Log_gamma_must_count_orders_when_the_argument_is_an_integer()
    {
        var sum = 0.0;
        for (var n = 1; n <= 5_000; n++)
        {
            sum += Math.Log(n);
            Assert.Equal(sum, SpecialFunctions.LogGamma(n + 1.0), 1e-12 * Math.Max(1, sum));
        }
    }

    [Fact]
    public void Harmonic_numbers_must_agree_with_their_sum_beyond_the_switch()
    {
        var sum = 0.0;
        for (var n = 1; n <= 2_000; n++)
        {
            sum += 1.0 / n;
            Assert.Equal(sum, SpecialFunctions.Harmonic(n), 1e-13 * sum);
        }
    }

    [Fact]
    public void Binomial_tail_must_agree_with_its_sum()
    {
        foreach (var (n, p) in new[] { (10, 0.05), (100, 0.3), (1_000, 0.01), (40, 0.9) })
        {
            var atLeast = 0.0;
            for (var k = n; k >= 0; k--)
            {
                atLeast += Math.Exp(SpecialFunctions.LogChoose(n, k)
                    + (k * Math.Log(p)) + ((n - k) * Math.Log(1 - p)));
                var actual = SpecialFunctions.BinomialAtLeast(n, p, k);
                Assert.Equal(atLeast, actual, (1e-10 * atLeast) + 1e-14);
            }
        }

        Assert.Equal(0, SpecialFunctions.BinomialAtLeast(5, 0.5, 6));
        Assert.Equal(1, SpecialFunctions.BinomialAtLeast(5, 1, 5));
        Assert.Equal(0, SpecialFunctions.BinomialAtLeast(5, 0, 1));
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(5_000)]
    public void Lambert_function_must_solve_its_equation_on_the_lower_branch(double mu)
    {
        var v = SpecialFunctions.MinusLambertLower(mu);
        Assert.True(v > 1);
        Assert.Equal(1 + mu, v - Math.Log(v), 1e-12 * (1 + mu));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.15865525393145705)]
    [InlineData(-1.5, 0.93319279873114191)]
    [InlineData(2.9999999, 0.001349898474815)]
    [InlineData(3, 0.0013498980316300946)]
    [InlineData(6, 9.8658764503769814e-10)]
    [InlineData(20, 2.7536241186062337e-89)]
    public void Normal_tail_must_have_the_tabulated_values(double z, double tail)
    {
        Assert.Equal(tail, NormalDistribution.Tail(z), 1e-10 * tail);
        Assert.Equal(z, NormalDistribution.QuantileOfTail(tail), 1e-8);
    }

    [Fact]
    public void Quadrature_must_integrate_through_singular_ends()
    {
        Assert.Equal(2, Quadrature.UnitInterval((q, _) => 1 / Math.Sqrt(q)), 1e-10);
        Assert.Equal(10, Quadrature.UnitInterval((q, _) => Math.Pow(q, -0.9)), 1e-8);
        Assert.Equal(2, Quadrature.UnitInterval((_, p) => 1 / Math.Sqrt(p)), 1e-10);
        Assert.Equal(1, Quadrature.UnitInterval((q, _) => -Math.Log(q)), 1e-11);
        Assert.Equal(Math.PI / 4, Quadrature.UnitInterval((q, _) => Math.Sqrt(1 - (q * q))), 1e-11);
    }
}
