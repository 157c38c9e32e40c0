using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Service;

/// <summary>What can be wrong with what somebody asks of the jobs of a coordinator.</summary>
internal static class JobErrors
{
    public const string NameTaken = "CDL-0731";
    public const string WrongState = "CDL-0732";
    public const string Unknown = "CDL-0733";
    public const string Parameter = "CDL-0734";
    public const string Body = "CDL-0735";
    public const string Folder = "CDL-0736";
    public const string NotInCharge = "CDL-0737";
    public const string MediaType = "CDL-0738";
    public const string Path = "CDL-0739";
    public const string UnknownNode = "CDL-0740";
    public const string Include = "CDL-0742";
    public const string Stranger = "CDL-0743";

    public static InvalidInputException TakenName(JobEntry by) => new(
        NameTaken, "job.name", by.Name,
        $"a name that no job has that is not over; {by.Id} is {by.State.Word()}",
        "Wait for it, cancel it, or submit under another name with --name.");

    public static InvalidInputException NotPossible(JobEntry job, string what, string allowed) =>
        new(WrongState, $"job {job.Id}", job.State.Word(), allowed, $"It cannot be {what} now.");

    public static InvalidInputException NoSuchJob(string id) => new(
        Unknown, "job", id, "the id of a job of this coordinator",
        "See which there are with `./akkacoded job list`.");

    public static InvalidInputException Waits() => new(
        NotInCharge, "coordinator", "not in charge", "the coordinator that runs the jobs",
        "Try again in a few seconds, or ask another coordinator.");
}
