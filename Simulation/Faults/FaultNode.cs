using Akka.Actor;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode;

namespace AkkaCoded.Simulation.Faults;

/// <summary>
/// The machine of one worker: starts it, lets it die, starts it anew after the real node's pauses.
/// Its inbox is what the coordinator knows as the worker's actor; a new process has a new one.
/// </summary>
internal sealed class FaultNode
{
    /// <summary>So long a worker is silent before it says again that it is here.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(1);

    private readonly RestartBackoff _backoff = new(FaultJob.Supervision);
    private int _connections;
    private bool _isAway;

    public FaultNode(FaultWorld world, int number)
    {
        (World, Number) = (world, number);
    }

    public FaultWorld World { get; }

    public int Number { get; }

    public long Incarnation { get; private set; }

    public IActorRef? Inbox { get; private set; }

    public ScriptedWorker? Worker { get; private set; }

    /// <summary>Grows with each process; messages to an earlier one go nowhere.</summary>
    public int Process { get; private set; }

    /// <summary>Starts the worker.</summary>
    public void Start()
    {
        if (Worker is not null)
        {
            return;
        }

        _isAway = false;
        Process++;
        Connect();
        Worker = new ScriptedWorker(this, ++Incarnation, null);
        Join();
        Remind(Process);
    }

    /// <summary>The worker begins anew on the spot: same actor, clean state, job kept.</summary>
    public void StartOnTheSpot((OpenJob Request, IActorRef Coordinator)? job)
    {
        Worker!.End();
        if (_backoff.IsFailureTooMany(World.Now))
        {
            Worker = null;
            Bury();
            return;
        }

        Worker = new ScriptedWorker(this, ++Incarnation, job);
        Join();
        Worker.OpenKept();
    }

    /// <summary>The process is killed.</summary>
    public void Kill()
    {
        if (Worker is { } worker)
        {
            worker.End();
            Worker = null;
            Bury();
        }
    }

    /// <summary>Says goodbye, and comes back later.</summary>
    public void Leave(TimeSpan back)
    {
        if (Worker is not { } worker)
        {
            return;
        }

        worker.End();
        Worker = null;
        _isAway = true;
        ToManager(new Goodbye(new WorkerId(Number), "it was told to"));
        Disconnect();
        World.At(back, () =>
        {
            if (_isAway)
            {
                Start();
            }
        });
    }

    /// <summary>The coordinator's side takes the worker for gone; after the cut it is reached again
    /// under another actor, though it never stopped.</summary>
    public void Reconnect()
    {
        Disconnect();
        if (Worker is not null)
        {
            Connect();
        }
    }

    /// <summary>The coordinator's side takes the worker for gone.</summary>
    public void Disconnect()
    {
        if (Inbox is { } inbox)
        {
            World.System.Stop(inbox);
        }
    }

    /// <summary>To the coordinator that reigns when it arrives.</summary>
    public void ToManager(IWireMessage message)
    {
        var inbox = Inbox;
        World.Network.FromWorker(
            Number, message, arrived => World.Current?.Manager.Tell(arrived, inbox));
    }

    public void Join() => ToManager(new WorkerJoined(
        new WorkerId(Number), Incarnation, WireLimits.ProtocolVersion, "cpu"));

    private void Connect()
    {
        var name = $"worker-{Number}-{_connections++}";
        Inbox = World.System.ActorOf(Props.Create(() => new WorkerInbox(this)), name);
    }

    private void Bury()
    {
        // Sometimes the death is known at once, sometimes the next life is quicker.
        var inbox = Inbox!;
        World.At(World.Draw(TimeSpan.FromSeconds(0.3)), () => World.System.Stop(inbox));
        var decision = _backoff.OnDeath(World.Now);
        if (decision.IsQuarantined)
        {
            ToManager(new WorkerQuarantined(
                new WorkerId(Number), "it died too often", decision.Pause.TotalSeconds));
        }

        var process = Process;
        World.At(decision.Pause, () =>
        {
            if (process == Process && !_isAway)
            {
                Start();
            }
        });
    }

    /// <summary>A worker that hears nothing says again that it is here: its first word, or all of
    /// its coordinator's, may be lost.</summary>
    private void Remind(int process) => World.At(SilenceMax / 2, () =>
    {
        if (process == Process && Worker is { } worker)
        {
            if (World.Now - worker.LastHeard > SilenceMax)
            {
                Join();
            }

            Remind(process);
        }
    });

    /// <summary>Takes what the coordinator tells the worker, onto the link.</summary>
    private sealed class WorkerInbox : ReceiveActor
    {
        public WorkerInbox(FaultNode node)
        {
            var process = node.Process;
            Receive<IWireMessage>(message =>
            {
                var sender = Sender;
                node.World.Sent(sender, message);
                node.World.Network.ToWorker(node.Number, message, arrived =>
                {
                    if (process == node.Process)
                    {
                        node.Worker?.Hear(arrived, sender);
                    }
                });
            });
        }
    }
}
