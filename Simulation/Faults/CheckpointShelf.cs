namespace AkkaCoded.Simulation.Faults;

/// <summary>What survives a coordinator: the newest checkpoint and the number of reigns.</summary>
internal sealed class CheckpointShelf(int vectorLength)
{
    public long JobEpoch { get; private set; }

    public long Step { get; private set; }

    public float[] Weights { get; private set; } = new float[vectorLength];

    public long NextEpoch() => ++JobEpoch;

    /// <summary>Keeps a checkpoint, unless a later reign has begun.</summary>
    public void Save(long epoch, long step, ReadOnlySpan<float> weights)
    {
        if (epoch == JobEpoch)
        {
            (Step, Weights) = (step, weights.ToArray());
        }
    }
}
