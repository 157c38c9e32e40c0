using Akka.Actor;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Computing;

/// <summary>What a worker's compute thread needs from outside.</summary>
/// <param name="Id">Which worker.</param>
/// <param name="Worker">Its actor, the sender of all that the thread says.</param>
/// <param name="Exchange">Where parameters come from and answers go to.</param>
/// <param name="Setups">Where the data of jobs come from.</param>
/// <param name="Faults">What goes wrong on purpose; shared by the node.</param>
/// <param name="NodeStopped">Releases injected hangs when the node stops.</param>
internal sealed record WorkerContext(
    WorkerId Id,
    IActorRef Worker,
    ITensorExchange Exchange,
    IJobSetups Setups,
    FaultLedger Faults,
    CancellationToken NodeStopped)
{
    /// <summary>
    /// Called on the compute thread after each chunk, with the chunks of the row that are done.
    /// </summary>
    public Action<ComputeItem, int>? OnChunk { get; init; }
}
