using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Engine.Tests;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>
/// A job with probes for workers, in virtual time: a spec says who answers what and when. All
/// messages pass the serializer.
/// </summary>
public abstract class ScriptedJob : Akka.TestKit.Xunit2.TestKit
{
    private protected const int Length = 3;
    private static readonly Config Settings = ConfigurationFactory.ParseString(
        $$"""
        akka {
          actor.serialize-messages = on
          loglevel = OFF
          stdout-loglevel = OFF
          test.default-timeout = 30s
          test.single-expect-default = 30s
          scheduler.implementation = "{{typeof(VirtualTimeScheduler).AssemblyQualifiedName}}"
        }
        """).WithFallback(WireSerialization.Config);

    private readonly Dictionary<int, long> _incarnations = [];
    private IActorRef? _job;

    protected ScriptedJob(string settings = "")
        : base(ConfigurationFactory.ParseString(settings).WithFallback(Settings))
    {
        NodeProbe = CreateTestProbe("node");
        Links = new ProbeLinks(NodeProbe);
    }

    private protected VirtualTimeScheduler Clock => (VirtualTimeScheduler)Sys.Scheduler;

    private protected TestProbe NodeProbe { get; }

    private protected ProbeLinks Links { get; }

    private protected Dictionary<int, TestProbe> Workers { get; } = [];

    private protected ToyModel Model { get; private set; } = null!;

    private protected Observed Observed { get; } = new();

    private protected InMemoryExchange Exchange { get; } = new();

    private protected JobOptions Options { get; private set; } = null!;

    private protected IActorRef Manager { get; private set; } = null!;

    private protected IActorRef Job => _job!;

    /// <summary>Starts a job; the test actor is told its end.</summary>
    private protected void Start(
        string hocon, long steps = 3, int vectorLength = Length, long firstStep = 0)
    {
        var config = RunJobs.Parse(hocon);
        Options = JobOptions.Read(config);
        Model = new ToyModel(vectorLength, steps, firstStep);
        var code = CodeOptions.Read(config);
        Manager = Sys.ActorOf(JobManager.Of(), "jobs");
        Manager.Tell(new StartJob(new JobSpec
        {
            Options = Options,
            Code = code,
            SamplesPerStep = TrainingJobOptions.Read(config).Training.SamplesPerStep,
            Configuration = "coded.job.name = toy",
            OpenModel = () => Model,
            Exchange = Exchange,
            Observers = [Observed],
            Faults = new FaultLedger(Options.Chaos, code.Parameters.Workers + Options.Spares),
            Links = Links,
        }));
    }

    private protected void JoinAll(int count)
    {
        for (var number = 0; number < count; number++)
        {
            Join(number);
        }
    }

    /// <summary>A worker comes, under a new actor, and opens the job.</summary>
    private protected TestProbe Join(int number, bool opens = true)
    {
        var probe = Workers[number] = CreateTestProbe();
        _incarnations[number] = _incarnations.GetValueOrDefault(number) + 1;
        Manager.Tell(
            new WorkerJoined(
                new WorkerId(number), _incarnations[number], WireLimits.ProtocolVersion, "cpu"),
            probe.Ref);
        var open = probe.ExpectMsg<OpenJob>();
        _job = probe.Sender;
        if (opens)
        {
            Job.Tell(
                new JobOpened(open.Job, open.JobEpoch, new WorkerId(number), Model.VectorLength),
                probe.Ref);
        }

        return probe;
    }

    /// <summary>The next request to a worker; what is told in between is left out.</summary>
    private protected Compute Asked(int number) =>
        (Compute)Workers[number].FishForMessage(message => message is Compute);

    private protected T Told<T>(int number) =>
        (T)Workers[number].FishForMessage(message => message is T);

    /// <summary>The sum that is right for a row.</summary>
    private protected static float RowSum(Compute request) => request.RowChunks
        .Select((chunk, i) =>
            (request.Coefficients.IsEmpty ? 1 : (float)request.Coefficients[i])
            * ToyModel.ChunkValue(request.Key.Step.Step, chunk))
        .Sum();

    private protected static float[] Vector(float value) => [.. Enumerable.Repeat(value, Length)];

    private protected void Answer(int number, Compute request, float wrong = 0)
    {
        var vector = Vector(RowSum(request) + wrong);
        Job.Tell(
            new Ready(
                request.Key, Length, ContentHash.Of(vector), default, InlineVector.Bytes(vector)),
            Workers[number].Ref);
    }

    /// <summary>Announces an answer whose vector comes when it is asked for.</summary>
    private protected void Announce(int number, Compute request)
    {
        var hash = ContentHash.Of(Vector(RowSum(request)));
        Job.Tell(
            new Ready(request.Key, Length, hash, default, default), Workers[number].Ref);
    }

    private protected async Task Post(Compute request) => await Exchange.PostAnswerAsync(
        request.Key, Vector(RowSum(request)), CancellationToken.None);

    private protected RunResult Ended()
    {
        var ended = ExpectMsg<JobEnded>();
        Assert.Null(ended.Error);
        return ended.Result!;
    }

    /// <summary>Lets everybody answer until the job is over.</summary>
    private protected RunResult AnswerAll(params IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            var (probe, worker) = (Workers[number], number);
            probe.SetAutoPilot(new DelegateAutoPilot((_, message) =>
            {
                if (message is Compute request)
                {
                    Answer(worker, request);
                }

                return AutoPilot.KeepRunning;
            }));

            // The pilot sees what comes from now on.
            while (probe.HasMessages)
            {
                if (probe.ReceiveOne(TimeSpan.Zero) is Compute waiting)
                {
                    Answer(worker, waiting);
                }
            }
        }

        return Ended();
    }

    /// <summary>Keeps whom a job calls and releases, and tells a probe what it would tell a node.
    /// </summary>
    private protected sealed class ProbeLinks(TestProbe node) : IWorkerLinks
    {
        public ConcurrentQueue<ServePartition> Calls { get; } = [];

        public ConcurrentQueue<StopPartition> Released { get; } = [];

        public void Watch(IActorContext job, IActorRef worker) => job.Watch(worker);

        public void Unwatch(IActorContext job, IActorRef worker) => job.Unwatch(worker);

        public void Restart(IActorContext job, IActorRef worker, RestartWorker order) =>
            node.Ref.Tell(order, job.Self);

        public void Call(IActorContext job, ServePartition call) => Calls.Enqueue(call);

        public void Release(IActorContext job, StopPartition order) => Released.Enqueue(order);
    }
}
