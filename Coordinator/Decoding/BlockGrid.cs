using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Decoding;

/// <summary>The fixed cut of a vector into blocks that become final one by one; senders may cut
/// their answers otherwise.</summary>
/// <param name="length">Values of the vector, at least 1.</param>
/// <param name="blockLength">Values of every block but the last, which may be shorter.</param>
internal readonly struct BlockGrid(int length, int blockLength)
{
    public int Length { get; } = length;

    public int BlockCount { get; } = (int)(((long)length + blockLength - 1) / blockLength);

    public int BlockOf(int offset)
    {
        Contract.Require(offset >= 0 && offset < Length, "the value lies in the vector");
        return offset / blockLength;
    }

    public int Start(int block) => block * blockLength;

    public int End(int block) => (int)Math.Min(Length, ((long)block + 1) * blockLength);
}
