using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Messages.Tests.Exchange;

public sealed class DataPlaneFormatSpec
{
    [Fact]
    public void Block_must_be_read_as_it_was_written()
    {
        var block = new AnswerBlock(int.MaxValue, 65_536, 0x0123456789ABCDEF);
        var bytes = new byte[AnswerBlock.HeaderBytes];
        block.Write(bytes);

        Assert.True(AnswerBlock.TryRead(bytes, out var read));
        Assert.Equal(block, read);
        Assert.Equal("ACB1", System.Text.Encoding.ASCII.GetString(bytes, 0, 4));
    }

    [Fact]
    public void Block_must_be_refused_when_any_bit_of_its_header_is_flipped()
    {
        var bytes = new byte[AnswerBlock.HeaderBytes];
        new AnswerBlock(1024, 1024, 0x0123456789ABCDEF).Write(bytes);
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(AnswerBlock.TryRead(bytes, out _), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1001)]
    public void Hash_must_be_the_same_when_the_vector_comes_in_pieces(int length)
    {
        var random = new Random(length);
        float[] vector = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle())];
        for (var piece = 4; piece < length + 4; piece += 4)
        {
            var hasher = new ContentHasher();
            foreach (var values in vector.Chunk(piece))
            {
                hasher.Append(values);
            }

            Assert.Equal(ContentHash.Of(vector), hasher.Finish());
        }
    }

    [Fact]
    public void Piece_must_be_refused_when_one_before_was_no_multiple_of_four()
    {
        var hasher = new ContentHasher();
        hasher.Append([1, 2, 3]);

        Assert.Throws<InvalidOperationException>(() => hasher.Append([4]));
    }

    [Fact]
    public void Bytes_must_be_those_of_the_values_in_place()
    {
        float[] values = [1, -0f, 3];
        var bytes = FloatBytes.Of(values.AsMemory());

        using var pin = bytes.Slice(4).Pin();
        bytes.Span[7] = 0;

        Assert.Equal(12, bytes.Length);
        Assert.Equal(0u, BitConverter.SingleToUInt32Bits(values[1]));
    }

    [Theory]
    [InlineData("worker-1.local:4053", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    public void Node_must_have_a_name_that_can_stand_in_paths(string name, bool isValid) =>
        Assert.Equal(isValid, DataPlanePaths.IsNode(name));
}
