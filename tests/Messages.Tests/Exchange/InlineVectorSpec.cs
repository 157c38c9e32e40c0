using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Tests.Exchange;

public sealed class InlineVectorSpec
{
    private static readonly AnswerKey Key = new(new StepKey(new JobId("job"), 1, 0), 0, 0);

    [Fact]
    public void Values_must_come_back_bit_for_bit_when_the_bytes_lie_at_any_place()
    {
        float[] values = [1.5f, -0f, float.NaN, float.MaxValue, 1e-45f];
        var bytes = InlineVector.Bytes(values);
        for (var shift = 0; shift < 8; shift++)
        {
            var elsewhere = new byte[bytes.Length + shift];
            bytes.Span.CopyTo(elsewhere.AsSpan(shift));
            var ready = new Ready(Key, values.Length, 0, default, elsewhere.AsMemory(shift));

            Assert.Equal(
                values.Select(BitConverter.SingleToInt32Bits),
                InlineVector.Values(ready).Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Bytes_must_be_little_endian_and_a_copy_when_made()
    {
        float[] values = [1f];
        var bytes = InlineVector.Bytes(values);
        values[0] = 2f;

        Assert.Equal([0x00, 0x00, 0x80, 0x3F], bytes.ToArray());
    }

    [Fact]
    public void Bytes_must_be_empty_when_the_vector_is_too_long_to_ride_along()
    {
        Assert.Equal(WireLimits.InlineBytesMax, InlineVector.Bytes(new float[4096]).Length);
        Assert.Equal(0, InlineVector.Bytes(new float[4097]).Length);
        Assert.True(InlineVector.Fits(4096));
        Assert.False(InlineVector.Fits(4097));
    }

    [Fact]
    public void Values_must_not_be_read_when_the_answer_does_not_hold_them()
    {
        var absent = new Ready(Key, 2, 0, default, default);
        var ready = absent with { Inline = new byte[8] };

        Assert.Throws<InvalidOperationException>(() => InlineVector.Values(absent));
        Assert.Throws<InvalidOperationException>(() => InlineVector.CopyTo(ready, new float[3]));
    }
}
