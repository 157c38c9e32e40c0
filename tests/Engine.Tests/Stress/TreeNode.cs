using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

/// <summary>A numbered deed of a driver.</summary>
internal sealed record Order(int Driver, int Number, Deed Deed);

/// <summary>Asks a node to tell the collector that it has handled everything before this.</summary>
internal sealed record Finish(IActorRef Collector);

/// <summary>
/// An actor of a stress tree. It keeps its children over a restart, so that only deeds that are
/// meant to end an actor do so and the plan can tell beforehand who lives.
/// </summary>
internal sealed class TreeNode : UntypedActor
{
    private readonly TreeLedger _ledger;
    private readonly int _node;

    public TreeNode(TreeLedger ledger, int node)
    {
        _ledger = ledger;
        _node = node;
    }

    protected override void PreStart()
    {
        _ledger.Start(_node, Self);
        foreach (var child in _ledger.Plan.Children[_node])
        {
            var ledger = _ledger;
            Context.ActorOf(Props.Create(() => new TreeNode(ledger, child)), $"n{child}");
        }
    }

    protected override void OnReceive(object message)
    {
        _ledger.Enter(_node);
        switch (message)
        {
            case Order order:
                _ledger.See(_node, order.Driver, order.Number);
                Obey(order.Deed);
                break;
            case Finish finish:
                finish.Collector.Tell(_node);
                break;
        }

        _ledger.Leave(_node);
    }

    protected override SupervisorStrategy SupervisorStrategy()
    {
        return new OneForOneStrategy(cause => cause switch
        {
            TimeoutException => Directive.Restart,
            ArithmeticException => Directive.Resume,
            _ => Directive.Stop,
        });
    }

    /// <summary>The children stay; the engine restarts them together with this actor.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
    }

    protected override void PostRestart(Exception reason) => _ledger.Restarts[_node]++;

    protected override void PostStop() => _ledger.Stop(_node);

    private void Obey(Deed deed)
    {
        if (deed == Deed.Work)
        {
            _ledger.Handled[_node]++;
            return;
        }

        _ledger.Failed[_node]++;
        _ledger.Leave(_node);
        throw deed switch
        {
            Deed.FailAndRestart => new TimeoutException(),
            Deed.FailAndResume => new ArithmeticException(),
            _ => new InvalidOperationException(),
        };
    }
}
