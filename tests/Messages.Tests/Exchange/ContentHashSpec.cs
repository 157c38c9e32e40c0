using System.Runtime.InteropServices;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Messages.Tests.Exchange;

public sealed class ContentHashSpec
{
    [Fact]
    public void Reference_must_give_the_published_check_value_when_it_reads_nine_digits()
    {
        // RFC 3720's CRC-32C of the text 123456789 starts from ones and is complemented.
        Assert.Equal(0xE3069283, ~Crc(0xFFFFFFFF, "123456789"u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(1023)]
    public void Hash_must_be_two_chains_of_CRC_when_computed_from_the_definition(int length)
    {
        var values = Random(length, seed: length);

        Assert.Equal(Defined(values), ContentHash.Of(values));
    }

    [Fact]
    public void Hash_must_be_the_same_number_when_computed_on_any_machine()
    {
        Assert.Equal(0x888097DDB798B438UL, ContentHash.Of([]));
        Assert.Equal(0xED0B704B34EF9B5EUL, ContentHash.Of([1f, -2.5f, 3e-20f, float.NaN, -0f]));
    }

    [Fact]
    public void Hash_must_not_depend_on_the_place_when_vectors_lie_elsewhere_in_memory()
    {
        var values = Random(101, seed: 5);
        for (var shift = 0; shift < 8; shift++)
        {
            var elsewhere = new float[120];
            values.CopyTo(elsewhere, shift);

            Assert.Equal(ContentHash.Of(values), ContentHash.Of(elsewhere.AsSpan(shift, 101)));
        }
    }

    [Fact]
    public void Hash_must_differ_when_any_single_bit_differs()
    {
        var values = Random(37, seed: 3);
        var hashes = new HashSet<ulong> { ContentHash.Of(values) };
        for (var i = 0; i < values.Length * 32; i++)
        {
            var bits = MemoryMarshal.Cast<float, uint>(values.AsSpan());
            bits[i / 32] ^= 1u << (i % 32);
            Assert.True(hashes.Add(ContentHash.Of(values)), $"bit {i}");
            bits[i / 32] ^= 1u << (i % 32);
        }
    }

    [Fact]
    public void Hash_must_differ_when_values_swap_places_or_zeros_are_added()
    {
        var values = Random(16, seed: 4);
        var hashes = new HashSet<ulong> { ContentHash.Of(values) };
        for (var i = 1; i < values.Length; i++)
        {
            (values[0], values[i]) = (values[i], values[0]);
            Assert.True(hashes.Add(ContentHash.Of(values)), $"0 and {i} swapped");
        }

        for (var length = 0; length < 64; length++)
        {
            Assert.True(hashes.Add(ContentHash.Of(new float[length])), $"{length} zeros");
        }
    }

    [Fact]
    public void Hash_must_see_the_bits_when_values_are_equal_as_numbers()
    {
        Assert.NotEqual(ContentHash.Of([0f]), ContentHash.Of([-0f]));
        Assert.Equal(ContentHash.Of([float.NaN]), ContentHash.Of([float.NaN]));
    }

    private static ulong Defined(float[] values)
    {
        uint even = 0xFFFFFFFF, odd = 0x9E3779B9;
        for (var i = 0; i < values.Length; i++)
        {
            var bytes = BitConverter.GetBytes(values[i]);
            var isLone = i == values.Length - 1 && values.Length % 2 == 1;
            if (isLone || i / 2 % 2 == 1)
            {
                odd = Crc(odd, bytes);
            }
            else
            {
                even = Crc(even, bytes);
            }
        }

        var length = BitConverter.GetBytes(values.Length);
        return ((ulong)Crc(odd, length) << 32) | Crc(even, length);
    }

    /// <summary>Bit by bit, by Castagnoli's polynomial with its bits reversed.</summary>
    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
            }
        }

        return crc;
    }

    private static float[] Random(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ =>
            BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32)))];
    }
}
