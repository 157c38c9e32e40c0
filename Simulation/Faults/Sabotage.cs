namespace AkkaCoded.Simulation.Faults;

/// <summary>
/// Invariants that can be broken on purpose, to show that the fault world finds it. Each switch
/// does outside the actors what a mistake in them would do.
/// </summary>
internal enum Sabotage
{
    /// <summary>Nothing is broken.</summary>
    None,

    /// <summary>Now and then the decoded vector of a step is added twice.</summary>
    ApplyTwice,

    /// <summary>A coordinator that resumes counts one step more than its checkpoint holds.
    /// </summary>
    LoseStep,

    /// <summary>Answers are added in the order in which they arrive.</summary>
    ArrivalOrder,

    /// <summary>Workers heed messages of earlier reigns.</summary>
    IgnoreEpoch,

    /// <summary>The hashes of replicas are not compared.</summary>
    NoHashCheck,

    /// <summary>Workers compute at whatever parameters they have.</summary>
    OldParameters,

    /// <summary>Orders to restart a worker never arrive.</summary>
    NoRestarts,
}
