using Akka.Actor;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.WorkerNode.Actors;

/// <summary>What the workers of a node share.</summary>
internal sealed record NodeContext(
    IActorRef Coordinator,
    ITensorExchange Exchange,
    IJobSetups Setups,
    FaultLedger Faults,
    string Device,
    CancellationToken Stopped);
