using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>What simulated workers compute; on the world's thread only.</summary>
internal interface IGradientSource
{
    /// <summary>Values of an answer.</summary>
    int Length { get; }

    /// <summary>Whether answers depend on the parameters.</summary>
    bool NeedsParameters { get; }

    /// <summary>Computes a worker's answer.</summary>
    /// <param name="row">What it was asked for.</param>
    /// <param name="parameters">The parameters named there; empty where they are not needed.
    /// </param>
    /// <param name="answer">Room for the values.</param>
    void Compute(Compute row, ReadOnlySpan<float> parameters, Span<float> answer);
}
