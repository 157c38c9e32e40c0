using Akka.Actor;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Simulation.Time;

namespace AkkaCoded.Simulation.Faults;

/// <summary>
/// The links between the coordinator and the workers, one per worker number. Every message goes
/// through its bytes, so that only what is on the wire counts; then it is lost, doubled, delayed
/// and overtaken as its link's quality and the seed say.
/// </summary>
internal sealed class FaultNetwork
{
    private readonly VirtualWorld _world;
    private readonly FaultPlan _plan;
    private readonly FaultFindings _findings;
    private readonly WireSerializer _serializer;
    private readonly SeededRandom _random;
    private readonly Path[] _paths;

    public FaultNetwork(VirtualWorld world, FaultPlan plan, FaultFindings findings)
    {
        (_world, _plan, _findings) = (world, plan, findings);
        _serializer = new WireSerializer((ExtendedActorSystem)world.System);
        _random = SeededRandom.Stream(plan.Seed, 2);
        _paths = [.. Enumerable.Range(0, 2 * plan.AllWorkers).Select(_ => new Path())];
    }

    private bool IsSound => _world.Now >= _plan.FaultsEnd;

    /// <summary>Sends to a worker's machine.</summary>
    public void ToWorker(int worker, IWireMessage message, Action<IWireMessage> deliver) =>
        Send(2 * worker, worker, message, deliver);

    /// <summary>Sends from a worker's machine to the coordinator's.</summary>
    public void FromWorker(int worker, IWireMessage message, Action<IWireMessage> deliver) =>
        Send((2 * worker) + 1, worker, message, deliver);

    /// <summary>Nothing passes for a time.</summary>
    public void Cut(int worker, bool toWorker, bool fromWorker, TimeSpan until)
    {
        var end = until < _plan.FaultsEnd ? until : _plan.FaultsEnd;
        if (toWorker)
        {
            _paths[2 * worker].CutUntil = Later(_paths[2 * worker].CutUntil, end);
        }

        if (fromWorker)
        {
            _paths[(2 * worker) + 1].CutUntil = Later(_paths[(2 * worker) + 1].CutUntil, end);
        }
    }

    /// <summary>Whether data pass in both directions now.</summary>
    public bool IsOpen(int worker) => !IsCut(2 * worker) && !IsCut((2 * worker) + 1);

    /// <summary>A delay as messages of the link have it.</summary>
    public TimeSpan DrawDelay(int worker)
    {
        var quality = IsSound ? LinkQuality.Sound : _plan.Links[worker];
        return quality.Delay + (quality.Jitter * _random.NextExponential());
    }

    /// <summary>A copy may come when nobody remembers the first one.</summary>
    private TimeSpan DrawLateness()
    {
        var share = _random.NextDouble();
        return TimeSpan.FromSeconds(3) * (share * share * share);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private bool IsCut(int path) => _world.Now < _paths[path].CutUntil;

    private void Send(int path, int worker, IWireMessage message, Action<IWireMessage> deliver)
    {
        var quality = IsSound ? LinkQuality.Sound : _plan.Links[worker];
        if (IsCut(path) || _random.NextDouble() < quality.Loss)
        {
            _findings.Lost++;
            _findings.Note(_world.Now, $"{Name(path)} loses {message.GetType().Name}");
            return;
        }

        var bytes = _serializer.ToBinary(message);
        var manifest = _serializer.Manifest(message);
        var copies = _random.NextDouble() < quality.Duplication ? 2 : 1;
        _findings.Duplicated += copies - 1;
        for (var copy = 0; copy < copies; copy++)
        {
            var due = _world.Now + DrawDelay(worker);
            if (quality.KeepsOrder)
            {
                due = _paths[path].LastDue = Later(due, _paths[path].LastDue);
            }
            else
            {
                due += copy * DrawLateness();
            }

            _world.At(due - _world.Now, () => Arrive(path, bytes, manifest, deliver));
        }
    }

    private void Arrive(int path, byte[] bytes, string manifest, Action<IWireMessage> deliver)
    {
        if (IsCut(path))
        {
            _findings.Lost++;
            return;
        }

        var message = (IWireMessage)_serializer.FromBinary(bytes, manifest);
        _findings.Deliver(_world.Now, Name(path), message, bytes);
        deliver(message);
    }

    private static string Name(int path) => path % 2 == 0 ? $"-> {path / 2}" : $"<- {path / 2}";

    private sealed class Path
    {
        public TimeSpan CutUntil { get; set; }

        public TimeSpan LastDue { get; set; }
    }
}
