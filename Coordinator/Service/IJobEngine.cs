using AkkaCoded.Codes;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Coordinator.Service;

/// <summary>What trains: between the jobs of a coordinator and its cluster, so that the jobs can be
/// tested without one.</summary>
internal interface IJobEngine
{
    /// <summary>Checks a job as <c>validate</c> does, and starts nothing.</summary>
    /// <exception cref="InvalidInputException">What is wrong with it.</exception>
    ValidateReport Check(LayeredConfig config);

    /// <summary>Opens data and model, and goes on from the newest checkpoint.</summary>
    /// <exception cref="InvalidInputException">What is wrong with it.</exception>
    IOpenedJob Open(LayeredConfig config);
}

/// <summary>A job that is open. Dispose it where it is not begun.</summary>
internal interface IOpenedJob : IDisposable
{
    /// <summary>What its record begins with.</summary>
    RunHeader Header { get; }

    /// <summary>Whether its end is reported as a page.</summary>
    bool WantsReport { get; }

    /// <summary>Starts to train.</summary>
    ITrainingRun Begin(IReadOnlyList<IJobObserver> observers);
}
