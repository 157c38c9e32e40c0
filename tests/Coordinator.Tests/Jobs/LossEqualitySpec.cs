using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>
/// The gate: whatever is killed, delayed or resumed, the losses and weights are those of one
/// process.
/// </summary>
public sealed class LossEqualitySpec : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("akkacoded-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("fractional-repetition", 1)]
    [InlineData("uncoded", 0)]
    public async Task Run_must_equal_the_reference_bit_by_bit_when_nothing_happens(
        string family, int stragglers)
    {
        var config = RunJobs.Parse(
            $"coded.code {{ family = {family}, stragglers = {stragglers} }}");
        var observed = new Observed();

        var result = await RunJobs.Run(config, observed);

        RequireSameBits(config, result, observed.Steps, family);
        Assert.Equal(12, result.StepsNow);
        Assert.Empty(observed.Of("lost"));
    }

    [Theory]
    [InlineData("fractional-repetition", 1)]
    [InlineData("uncoded", 0)]
    public async Task Run_must_equal_the_reference_under_kills_delays_and_resumes(
        string family, int stragglers) => await Gate(family, stragglers, seeds: 2);

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("fractional-repetition", 1)]
    [InlineData("uncoded", 0)]
    public async Task Run_must_equal_the_reference_under_faults_of_twenty_seeds(
        string family, int stragglers) => await Gate(family, stragglers, seeds: 20);

    [Fact]
    public async Task Vectors_over_the_exchange_must_give_the_same_bits()
    {
        var config = RunJobs.Parse(
            "coded { model.mlp.hidden = [80], code.workers = 6, code.stragglers = 2 }\n"
            + Chaos(3, 6));
        var observed = new Observed();

        var result = await RunJobs.Run(config, observed);

        Assert.True(result.Weights.Length > 5000, "too long to ride in a message");
        RequireSameBits(config, result, observed.Steps, "exchange");
    }

    [Theory]
    [InlineData("cyclic-mds", 5, 2)]
    [InlineData("cyclic-repetition", 5, 2)]
    [InlineData("reed-solomon", 5, 1)]
    [InlineData("heterogeneous", 5, 1)]
    public async Task Other_exact_codes_must_agree_to_four_digits(
        string family, int workers, int stragglers)
    {
        var config = RunJobs.Parse(
            $"coded.code {{ family = {family}, workers = {workers}, stragglers = {stragglers}, "
            + "max-amplification = 100 }\n" + Chaos(7, workers));
        var (reference, _) = RunJobs.Reference(config);

        var result = await RunJobs.Run(config);

        var (distance, norm) = (0.0, 0.0);
        for (var i = 0; i < result.Weights.Length; i++)
        {
            var difference = (double)result.Weights.Span[i] - reference.Weights.Span[i];
            distance += difference * difference;
            norm += (double)reference.Weights.Span[i] * reference.Weights.Span[i];
        }

        Assert.True(
            Math.Sqrt(distance / norm) <= 1e-4, $"{family}: {Math.Sqrt(distance / norm)}");
    }

    private static void RequireSameBits(
        LayeredConfig config, RunResult result, IReadOnlyList<StepRecord> steps, string where)
    {
        var (reference, losses) = RunJobs.Reference(config);
        Assert.True(losses.SequenceEqual(steps.Select(step => step.Loss)), $"losses: {where}");
        Assert.True(
            reference.Weights.Span.SequenceEqual(result.Weights.Span), $"weights: {where}");
        Assert.Equal(reference.Accuracy, result.Accuracy);
        Assert.Equal(reference.Loss, result.Loss);
    }

    /// <summary>Random delays, crashes, failures and slow workers, drawn from a seed.</summary>
    private static string Chaos(int seed, int workers)
    {
        var random = new SeededRandom((ulong)seed);
        string[] kinds = ["crash", "fail", "slow"];
        var faults = Enumerable.Range(0, 6).Select(_ =>
        {
            var kind = kinds[random.NextInt(3)];
            var (worker, step) = (random.NextInt(workers), random.NextInt(12));
            return kind == "slow"
                ? $"\"slow worker={worker} factor=3 from={step} to={step + 2}\""
                : $"\"{kind} worker={worker} step={step}\"";
        });
        return $"coded.chaos {{ enabled = on, seed = {seed}, faults = [{string.Join(", ", faults)}]"
            + ", law = \"shifted-exponential(shift=0, rate=1000, load=additive, slope=0)\" }";
    }

    private async Task Gate(string family, int stragglers, int seeds)
    {
        for (var seed = 1; seed <= seeds; seed++)
        {
            var folder = Path.Combine(_folder.FullName, $"{seed}").Replace('\\', '/');
            var config = RunJobs.Parse(string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                coded.code { family = {{family}}, stragglers = {{stragglers}} }
                coded.checkpoint { folder = "{{folder}}", every = 5 }
                {{Chaos(seed, 4)}}
                """));
            var first = new Observed();
            await using (var run = TrainingRun.Start(config, first))
            {
                // Stopped somewhere in the middle; the step under way is lost on purpose.
                await first.HasStepped(2 + (seed % 7));
                await run.StopAsync();
            }

            var second = new Observed();
            var result = await RunJobs.Run(config, second);

            var where = $"{family}, seed {seed}";
            List<StepRecord> steps = [.. first.Steps, .. second.Steps];
            Assert.True(
                steps.Select(step => step.Step).SequenceEqual(
                    Enumerable.Range(0, 12).Select(step => (long)step)),
                $"each step once: {where}");
            RequireSameBits(config, result, steps, where);
            Assert.True(
                second.Steps.All(step => step.JobEpoch == 2), $"a higher job epoch: {where}");
        }
    }
}
