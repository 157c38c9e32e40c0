namespace AkkaCoded.Coordinator.Api;

/// <summary>No coordinator answers, or none that is in charge; says whom was asked.</summary>
internal sealed class CoordinatorUnreachableException(string message) : IOException(message);
