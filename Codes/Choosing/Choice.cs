namespace AkkaCoded.Codes.Choosing;

/// <summary>What another plan was expected to take.</summary>
/// <param name="Plan">In words.</param>
/// <param name="ExpectedSeconds">Mean of a step under it.</param>
public sealed record Alternative(string Plan, double ExpectedSeconds);

/// <summary>What the next step is to be done with, and why.</summary>
/// <param name="Plan">Who computes what.</param>
/// <param name="Changed">Whether it differs from the plan of the step before.</param>
/// <param name="Exploring">Whether it is tried in order to learn, though another plan is expected
/// to be faster.</param>
/// <param name="ExpectedSeconds">Mean of a step under it; null before anything is known.</param>
/// <param name="Alternatives">The best plans that were compared, the fastest first.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record Choice(
    CodePlan Plan,
    bool Changed,
    bool Exploring,
    double? ExpectedSeconds,
    IReadOnlyList<Alternative> Alternatives,
    string Reason);
