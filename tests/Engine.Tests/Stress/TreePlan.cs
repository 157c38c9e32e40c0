namespace AkkaCoded.Engine.Tests;

/// <summary>What happens to one actor of a tree: work, a failure, or the end of it.</summary>
internal enum Deed
{
    Work,
    FailAndRestart,
    FailAndResume,
    Stop,
    Poison,
    Kill,
    FailAndStop,
}

/// <summary>One step of a driver: do this to that actor.</summary>
internal readonly record struct Step(int Node, Deed Deed);

/// <summary>
/// A random tree of actors and the random steps that several drivers take against it, all of it
/// a function of the seed. Node 0 is the root; the parent of every node has a smaller number.
/// </summary>
internal sealed class TreePlan
{
    public TreePlan(int seed, int nodes, int drivers, int stepsPerDriver)
    {
        Seed = seed;
        var random = new Random(seed);
        Parent = new int[nodes];
        Parent[0] = -1;
        for (var node = 1; node < nodes; node++)
        {
            // Recent nodes are preferred, which makes some branches deep and most of them wide.
            Parent[node] = random.Next(5) == 0
                ? random.Next(Math.Max(0, node - 20), node)
                : random.Next(node);
        }

        Children = [.. Parent
            .Select((parent, node) => (parent, node))
            .GroupBy(pair => pair.parent, pair => pair.node)
            .Aggregate(new int[nodes][], (all, group) =>
            {
                if (group.Key >= 0)
                {
                    all[group.Key] = [.. group];
                }

                return all;
            })
            .Select(children => children ?? [])];
        Steps = [.. Enumerable.Range(0, drivers).Select(_ => MakeSteps(random, stepsPerDriver))];
        Doomed = FindDoomed();
    }

    public int Seed { get; }

    public int Nodes => Parent.Length;

    public int[] Parent { get; }

    public int[][] Children { get; }

    public Step[][] Steps { get; }

    /// <summary>Nodes that end, or whose ancestor ends, before the tree is stopped.</summary>
    public bool[] Doomed { get; }

    private Step[] MakeSteps(Random random, int count)
    {
        var steps = new Step[count];
        for (var i = 0; i < count; i++)
        {
            var dice = random.Next(1000);
            var deed = dice switch
            {
                < 940 => Deed.Work,
                < 965 => Deed.FailAndRestart,
                < 990 => Deed.FailAndResume,
                _ => (Deed)random.Next((int)Deed.Stop, (int)Deed.FailAndStop + 1),
            };

            // The upper part of the tree is spared, so that most of it lives to the end.
            var node = deed >= Deed.Stop
                ? random.Next(Nodes / 2, Nodes)
                : random.Next(Nodes);
            steps[i] = new Step(node, deed);
        }

        return steps;
    }

    private bool[] FindDoomed()
    {
        var doomed = new bool[Nodes];
        foreach (var step in Steps.SelectMany(steps => steps))
        {
            doomed[step.Node] |= step.Deed >= Deed.Stop;
        }

        for (var node = 1; node < Nodes; node++)
        {
            doomed[node] |= doomed[Parent[node]];
        }

        return doomed;
    }
}
