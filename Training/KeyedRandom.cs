using System.Runtime.CompilerServices;

namespace AkkaCoded.Training;

/// <summary>
/// Random numbers without a state: number <c>i</c> of a stream follows from the stream's key and
/// <c>i</c> alone. So any worker can draw the mask of any chunk, or sample 70,000 of a permutation,
/// without drawing what came before. The mixing function is SplitMix64's finaliser (Steele, Lea
/// and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, section 3).
/// </summary>
internal readonly struct KeyedRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private readonly ulong _key;

    /// <summary>
    /// The stream named by <paramref name="path"/> under <paramref name="seed"/>.
    /// </summary>
    public KeyedRandom(ulong seed, params ReadOnlySpan<ulong> path)
    {
        var key = Mix(seed + Golden);
        foreach (var part in path)
        {
            key = Mix(key ^ Mix(part + Golden));
        }

        _key = key;
    }

    /// <summary>64 even bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits(ulong index) => Mix(_key + (index * Golden));

    /// <summary>Even in [0, 1), 53 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Uniform(ulong index) => (Bits(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Even in [low, high).</summary>
    public double Uniform(ulong index, double low, double high) =>
        low + (Uniform(index) * (high - low));

    /// <summary>Standard normal by Box and Muller, from two numbers of the stream.</summary>
    public double Normal(ulong index)
    {
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - Uniform(2 * index)));
        return radius * Math.Cos(2.0 * Math.PI * Uniform((2 * index) + 1));
    }

    /// <summary>
    /// Distinct inputs give distinct outputs: it is a permutation of 64-bit words.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
