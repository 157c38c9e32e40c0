namespace AkkaCoded.Engine.Tests;

/// <summary>
/// A hundred thousand actors fill the thread pool's queue, and whatever else runs in the process
/// waits behind them; so stress specs run alone, one after the other.
/// </summary>
[CollectionDefinition("Stress", DisableParallelization = true)]
public sealed class StressCollection;
