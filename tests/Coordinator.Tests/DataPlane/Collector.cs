using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

/// <summary>Keeps every block as it was offered, the memory itself too.</summary>
internal sealed class Collector : IAnswerReceiver
{
    private readonly Lock _gate = new();

    public Func<AnswerKey, int, bool> Wanted { get; set; } = (_, _) => true;

    public List<(AnswerKey Key, int Offset, ReadOnlyMemory<float> Values)> Blocks { get; } = [];

    public bool Offer(AnswerKey key, int offset, ReadOnlyMemory<float> block)
    {
        lock (_gate)
        {
            Blocks.Add((key, offset, block));
        }

        return Wanted(key, offset);
    }

    public float[] Values(AnswerKey key) =>
        [.. Blocks.Where(block => block.Key == key).OrderBy(block => block.Offset)
            .SelectMany(block => block.Values.ToArray())];
}
