using System.Numerics;

namespace AkkaCoded.Codes;

/// <summary>
/// A small random generator whose numbers depend on the seed alone, never on the .NET version, so
/// that a code, a simulation or a test that names its seed can be replayed anywhere. The generator
/// is xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021),
/// its state filled by SplitMix64. Not for secrets, and not safe for several threads at once.
/// </summary>
public sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareGaussian = double.NaN;

    /// <summary>Starts the sequence of <paramref name="seed"/>; every seed is allowed.</summary>
    public SeededRandom(ulong seed)
    {
        Seed = seed;
        var state = seed;
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    /// <summary>What the sequence was started from; print it where a test fails.</summary>
    public ulong Seed { get; }

    /// <summary>
    /// A generator for one of several purposes or workers: streams of one seed do not overlap in
    /// practice, and adding a stream changes no other.
    /// </summary>
    public static SeededRandom Stream(ulong seed, ulong stream)
    {
        var state = stream + 0x632BE59BD9B4E019UL;
        return new SeededRandom(seed ^ SplitMix64(ref state));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in the open interval (0, 1): safe under a logarithm on both sides.
    /// </summary>
    public double NextOpenDouble() => ((NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Math.Log(NextOpenDouble());

    /// <summary>Normal with mean 0 and variance 1 (Marsaglia's polar method).</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            var spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }

        while (true)
        {
            var x = (2 * NextDouble()) - 1;
            var y = (2 * NextDouble()) - 1;
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                var scale = Math.Sqrt(-2 * Math.Log(square) / square);
                _spareGaussian = y * scale;
                return x * scale;
            }
        }
    }

    /// <summary>Uniform in 0 .. <paramref name="max"/> - 1, without bias.</summary>
    /// <param name="max">At least 1.</param>
    public int NextInt(int max)
    {
        Contract.Require(max >= 1, "an index is drawn from a range that is not empty");
        // Numbers below the threshold would make small results likelier (Lemire, 2019).
        var range = (ulong)max;
        var threshold = unchecked(0UL - range) % range;
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), range, out var low);
            if (low >= threshold)
            {
                return (int)high;
            }
        }
    }

    /// <summary>Puts <paramref name="items"/> in a uniformly random order, in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>A uniformly random order of 0 .. <paramref name="count"/> - 1.</summary>
    public int[] Permutation(int count)
    {
        Contract.Require(count >= 0, "a permutation has no negative length");
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Shuffle<int>(order);
        return order;
    }

    private static ulong SplitMix64(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
