namespace AkkaCoded.Messages.Logging;

/// <summary>Names of the properties that log events carry, in JSON as here.</summary>
internal static class LogProperties
{
    /// <summary>Name of the job.</summary>
    public const string Job = "job";

    /// <summary>Number of the step.</summary>
    public const string Step = "step";

    /// <summary>Identity of the worker.</summary>
    public const string Worker = "worker";

    /// <summary>Path of the actor that logged, without address and instance number.</summary>
    public const string ActorPath = "actorPath";

    /// <summary>Class that logged.</summary>
    public const string Source = "source";

    /// <summary>
    /// The message before its values were put in: equal for messages of one kind.
    /// </summary>
    public const string Template = "template";
}
