namespace AkkaCoded.Codes.Latency;

/// <summary>One answer of one worker.</summary>
/// <param name="Load">Share of the step that it computed; above 0.</param>
/// <param name="Seconds">From the order to the answer; 0 or more.</param>
public readonly record struct LatencyObservation(double Load, double Seconds);

/// <summary>How the times lie about base + slope load.</summary>
public enum TailFamily
{
    /// <summary>No tail, but a spread to both sides.</summary>
    Normal,

    /// <summary>A light tail: an exponential delay.</summary>
    Exponential,

    /// <summary>A heavy tail: a Pareto delay (of the second kind, which starts at 0).</summary>
    Pareto,

    /// <summary>Some answers are late by a fixed time.</summary>
    Bimodal,
}

/// <summary>One law that was tried on the observations.</summary>
/// <param name="Tail">The family of the tail.</param>
/// <param name="Load">Whether the tail grows with the load.</param>
/// <param name="Law">The law with its fitted parameters.</param>
/// <param name="BaseSeconds">Of a worker without load and without tail.</param>
/// <param name="SlopeSeconds">What the whole step adds to it.</param>
/// <param name="LogLikelihood">Of the observations, natural logarithm, densities per
/// second.</param>
/// <param name="Bic">Schwarz' criterion, -2 log-likelihood + parameters ln(observations): the
/// smallest fits best for its number of parameters.</param>
public sealed record LatencyFitCandidate(
    TailFamily Tail, LoadKind Load, LatencyLaw Law, double BaseSeconds, double SlopeSeconds,
    double LogLikelihood, double Bic);
