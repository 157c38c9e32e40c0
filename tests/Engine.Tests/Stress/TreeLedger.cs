using System.Collections.Concurrent;
using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

/// <summary>
/// What the actors of a tree did, kept outside of them so that it survives restarts. Each slot is
/// written by one actor only; slots that break a rule are written down as complaints.
/// </summary>
internal sealed class TreeLedger(TreePlan plan)
{
    private readonly int[] _inside = new int[plan.Nodes];
    private readonly ConcurrentQueue<string> _complaints = new();
    private int _started;
    private int _stopClock;

    public TreePlan Plan { get; } = plan;

    public IActorRef[] Refs { get; } = new IActorRef[plan.Nodes];

    public int[] Handled { get; } = new int[plan.Nodes];

    public int[] Failed { get; } = new int[plan.Nodes];

    public int[] Starts { get; } = new int[plan.Nodes];

    public int[] Restarts { get; } = new int[plan.Nodes];

    public int[] Stops { get; } = new int[plan.Nodes];

    /// <summary>When each actor ran PostStop, on a clock that ticks with every stop.</summary>
    public int[] StoppedAt { get; } = new int[plan.Nodes];

    /// <summary>The highest number handled so far, per driver and node.</summary>
    public int[][] LastSeen { get; } =
        [.. plan.Steps.Select(_ => Enumerable.Repeat(-1, plan.Nodes).ToArray())];

    public TaskCompletionSource AllStarted { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<string> Complaints => _complaints;

    public void Complain(string what)
    {
        if (_complaints.Count < 20)
        {
            _complaints.Enqueue(what);
        }
    }

    public void Start(int node, IActorRef self)
    {
        Refs[node] = self;
        Starts[node]++;
        if (Interlocked.Increment(ref _started) == Plan.Nodes)
        {
            AllStarted.TrySetResult();
        }
    }

    public void Stop(int node)
    {
        Stops[node]++;
        StoppedAt[node] = Interlocked.Increment(ref _stopClock);
    }

    public void Enter(int node)
    {
        if (Interlocked.Exchange(ref _inside[node], 1) != 0)
        {
            Complain($"node {node} handled two messages at once");
        }
    }

    public void Leave(int node) => Volatile.Write(ref _inside[node], 0);

    public void See(int node, int driver, int number)
    {
        if (number <= LastSeen[driver][node])
        {
            Complain($"node {node} got {number} of driver {driver} after {LastSeen[driver][node]}");
        }

        LastSeen[driver][node] = number;
    }
}
