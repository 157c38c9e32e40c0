using FsCheck;
using FsCheck.Fluent;

namespace AkkaCoded.Codes.Tests;

/// <summary>What holds for every code and order of arrival, beyond the sizes that are searched
/// exhaustively. The seed is fixed; a failure prints the smallest case found.</summary>
public sealed class DecodableSetPropertySpec
{
    private static readonly Gen<Case> Cases =
        from family in Gen.Elements(CodeFamilies.BuiltIn.Select(family => family.Name).ToArray())
        from n in Gen.Choose(13, 40)
        from s in Gen.Choose(0, 7)
        from seed in Gen.Choose(0, 1_000_000)
        select new Case(family, n, s, (ulong)seed);

    [Fact]
    public void Order_of_arrival_must_not_matter() => Check(@case =>
    {
        var code = @case.Build();
        var (one, other) = (new DecodableSet(code), new DecodableSet(code));
        var answered = @case.Order(1)[..(code.Workers - code.Stragglers)];
        AddAll(one, answered);
        AddAll(other, answered.OrderBy(worker => worker));
        return one.IsDecodable == other.IsDecodable
            && Math.Abs(one.Residual - other.Residual) < 1e-6
            && (!one.IsDecodable || SameCoefficients(code, one, other));
    });

    [Fact]
    public void Another_answer_must_never_make_it_worse() => Check(@case =>
    {
        var set = new DecodableSet(@case.Build());
        var before = (set.IsDecodable, set.Rank, set.Residual);
        foreach (var worker in @case.Order(2))
        {
            set.Add(worker);
            if ((before.IsDecodable && !set.IsDecodable) || set.Rank < before.Rank
                || set.Residual > before.Residual + 1e-12)
            {
                return false;
            }

            before = (set.IsDecodable, set.Rank, set.Residual);
        }

        return true;
    });

    [Fact]
    public void Another_answer_must_never_undo_a_set_that_only_just_decodes() => Check(@case =>
    {
        // Neighbours first: their sets amplify most, and reach the limits slowly.
        var code = (@case with { Family = "cyclic-mds" }).Build();
        var first = (int)(@case.Seed % (ulong)@case.N);
        foreach (var limit in new[] { 10, 100, 1000 })
        {
            var set = new DecodableSet(code, limit);
            var before = false;
            for (var row = first; row < first + @case.N; row++)
            {
                var now = set.Add(code.WorkerAtRow(row % @case.N));
                if (before && !now)
                {
                    return false;
                }

                before = now;
            }

            if (!before)
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void Removing_what_was_added_must_lead_back() => Check(@case =>
    {
        var code = @case.Build();
        var order = @case.Order(3);
        var (set, untouched) = (new DecodableSet(code), new DecodableSet(code));
        AddAll(untouched, order[..^2]);
        AddAll(set, order);
        set.Remove(order[^1]);
        set.Remove(order[^2]);
        return set.IsDecodable == untouched.IsDecodable
            && set.Rank == untouched.Rank
            && set.Residual == untouched.Residual
            && set.Coefficients().SequenceEqual(untouched.Coefficients());
    });

    [Fact]
    public void Decoded_sum_must_be_the_true_sum_at_the_first_set_that_decodes() => Check(@case =>
    {
        var code = @case.Build();
        var set = new DecodableSet(code);
        foreach (var worker in @case.Order(4))
        {
            if (set.Add(worker))
            {
                // What the two limits together promise: 1e-8 each way, times random gradients.
                return new DecodedSum(code, @case.Seed).ErrorOf(set) < 1e-7
                    && CodeAnalysis.ResidualOf(code, set.Coefficients())
                        <= DecodableSet.ResidualLimit * Math.Sqrt(code.Chunks);
            }
        }

        return !code.IsExact;
    });

    [Fact]
    public void Robust_families_must_decode_any_s_losses() => Check(@case =>
    {
        var robust = @case with { Family = "reed-solomon", S = Math.Min(@case.S, 5) };
        var repetition = @case with { Family = "fractional-repetition" };
        return new[] { robust, repetition }.All(one =>
        {
            var set = new DecodableSet(one.Build());
            AddAll(set, one.Order(5)[one.S..]);
            return set.IsDecodable;
        });
    });

    [Fact]
    public void Seed_must_only_permute_workers_onto_rows() => Check(@case =>
    {
        var families = new[] { "uncoded", "fractional-repetition", "cyclic-mds", "reed-solomon" };
        return families.All(family =>
        {
            var one = (@case with { Family = family }).Build();
            var other = (@case with { Family = family, Seed = @case.Seed + 1 }).Build();
            var rows = Enumerable.Range(0, one.Workers).ToList();
            return rows.All(row => one.RowIndex(one.WorkerAtRow(row)) == row)
                && rows.All(row => one.Row(one.WorkerAtRow(row))
                    .IsSameAs(other.Row(other.WorkerAtRow(row))))
                && rows.Any(row => one.WorkerAtRow(row) != other.WorkerAtRow(row));
        });
    });

    private static void Check(Func<Case, bool> property) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(new Replay(new Rnd(2026, 11), null)),
        Prop.ForAll(Cases.ToArbitrary(), property));

    private static void AddAll(DecodableSet set, IEnumerable<int> workers)
    {
        foreach (var worker in workers)
        {
            set.Add(worker);
        }
    }

    /// <summary>Equal as far as the amplification lets rounding through.</summary>
    private static bool SameCoefficients(GradientCode code, DecodableSet one, DecodableSet other) =>
        code.Groups is not null || one.Coefficients().Zip(other.Coefficients())
            .Select((pair, worker) => (pair.First - pair.Second) * code.Row(worker).Norm)
            .All(difference => Math.Abs(difference) < 1e-5 * one.Amplification);

    private sealed record Case(string Family, int N, int S, ulong Seed)
    {
        public GradientCode Build() => CodeFamilies.Build(Family, new(N, S) { Seed = Seed });

        public int[] Order(ulong stream) => SeededRandom.Stream(Seed, 1000 + stream).Permutation(N);
    }
}
