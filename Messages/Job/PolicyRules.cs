namespace AkkaCoded.Messages.Job;

/// <summary>What each policy does, in words for people; docs/chaos.md and reference.conf say the
/// same.</summary>
public static class PolicyRules
{
    /// <summary>The name in <c>coded.policy.name</c>.</summary>
    public static string Name(PolicyKind kind) => kind switch
    {
        PolicyKind.WaitAll => "wait-all",
        PolicyKind.Exact => "exact",
        PolicyKind.Approximate => "approximate",
        PolicyKind.Backup => "backup",
        PolicyKind.Async => "async",
        PolicyKind.Ssp => "ssp",
        _ => "local-sgd",
    };

    /// <summary>What becomes of answers that come after a step has ended.</summary>
    public static string LateAnswers(PolicyKind kind) => kind switch
    {
        PolicyKind.WaitAll => "none is late: every answer is waited for",
        PolicyKind.Exact => "stopped or dropped; nothing is lost, since the sum is exact",
        PolicyKind.Approximate => "stopped or dropped; the estimate makes up for them within "
            + "error-max",
        PolicyKind.Backup => "dropped, and their samples with them",
        PolicyKind.Async => "none is late: each is applied when it comes, however old its "
            + "parameters",
        PolicyKind.Ssp => "none is late: each is applied when it comes; who is too far ahead waits",
        _ => "none is late: the changes of all workers are waited for and averaged",
    };
}
