using Akka.Actor;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Hocon;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>Workers on nodes of a cluster: they are called, and lost with their node.</summary>
internal sealed partial class TrainingJob
{
    private readonly List<string> _injected = [];

    private int NumbersCalled => _basePlan.Workers + _spec.Options.Spares;

    /// <summary>Whoever is not here is called, again and again: calls may be lost, and a node that
    /// was cut off has its worker join anew.</summary>
    private void CallAbsent()
    {
        for (var number = 0; number < NumbersCalled; number++)
        {
            var worker = new WorkerId(number);
            if (!Crew.IsHere(worker))
            {
                _spec.Links.Call(Context, CallTo(worker));
            }
        }
    }

    private ServePartition CallTo(WorkerId worker)
    {
        var last = Crew.IncarnationOf(worker);
        var step = _desk.Model.Step;
        return new ServePartition(
            _spec.Options.Id, _desk.Model.JobEpoch, worker, last + 1,
            // What a worker died of in this step must not happen to its successor.
            last < 0 ? step : step + 1,
            "", Configuration());
    }

    /// <summary>The whole list of faults anew: appending to a list is not understood everywhere.
    /// </summary>
    private string Configuration()
    {
        if (_injected.Count == 0)
        {
            return _spec.Configuration;
        }

        var faults = _spec.Options.Chaos.Faults.Select(fault => fault.ToString())
            .Concat(_injected)
            .Select(HoconText.Quote);
        return $"{_spec.Configuration}\ncoded.chaos.faults = [{string.Join(", ", faults)}]";
    }

    private void Release()
    {
        for (var number = 0; number < NumbersCalled; number++)
        {
            _spec.Links.Release(Context, new StopPartition(
                _spec.Options.Id, _desk.Model.JobEpoch, new WorkerId(number)));
        }
    }

    private void LoseNode(NodeLost lost)
    {
        var members = Crew.Members.Where(
            member => member.Ref is { } worker && worker.Path.Address.Equals(lost.Address));
        foreach (var member in members.ToList())
        {
            _desk.Event("lost", $"{member.Worker}: node {lost.Node} {lost.Reason}", member);
            Drop(member, $"its node {lost.Reason}");
        }
    }

    /// <summary>A fault goes to the nodes that are here; those that come later find it in their
    /// call.</summary>
    private void Inject(InjectFault inject)
    {
        try
        {
            Sender.Tell(new Status.Success(_spec.Faults.Inject(inject.Fault)));
        }
        catch (InvalidInputException refusal)
        {
            Sender.Tell(new Status.Failure(refusal));
            return;
        }

        _injected.Add(inject.Fault);
        _desk.Event("injected", inject.Fault);
        var nodes = Crew.Members
            .Where(member => member.Ref is not null)
            .Select(member => member.Ref!.Path.Parent)
            .Distinct();
        foreach (var node in nodes)
        {
            // Their answers say nothing that this ledger has not said, and cannot travel.
            Context.ActorSelection(node).Tell(inject, ActorRefs.NoSender);
        }
    }
}
