namespace AkkaCoded.Messages.Exchange;

/// <summary>
/// A 64-bit sum over the raw bits of a vector, the same on every machine, to notice that replicas
/// of one row differ. It is not cryptographic: it finds accidents, not forgeries. Vectors equal in
/// every bit have equal hashes; 0 and -0 differ, and so do two NaN of other bits.
/// </summary>
/// <remarks>
/// Two CRC-32C chains (Castagnoli's polynomial, as in RFC 3720, 12.1) take the pairs of values in
/// turn, so the processor overlaps them; each starts from its own non-zero value and ends with the
/// length. A change within one chain alone is missed once in 2^32 times.
/// </remarks>
public static class ContentHash
{
    /// <summary>The hash of a vector.</summary>
    /// <param name="values">The vector, of any length.</param>
    /// <returns>The chain of the even pairs in the low half, of the odd ones in the high half.
    /// </returns>
    public static ulong Of(ReadOnlySpan<float> values)
    {
        var hasher = new ContentHasher();
        hasher.Append(values);
        return hasher.Finish();
    }
}
