using System.Globalization;
using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

/// <summary>
/// A small training loop for the virtual-time specs: every step asks all workers, ends with the
/// first <c>enough</c> answers and notes who they were and when they came.
/// </summary>
internal sealed class StepRace : ReceiveActor
{
    public const string CallingThread = "akka.test.calling-thread-dispatcher";

    private readonly int _enough;
    private readonly int _steps;
    private readonly List<string> _trace;
    private readonly List<int> _arrived = [];
    private readonly List<IActorRef> _workers;
    private int _step;

    public StepRace(int workers, int enough, int steps, int seed, List<string> trace)
    {
        _enough = enough;
        _steps = steps;
        _trace = trace;
        _workers = Enumerable.Range(0, workers).Select(i => StartWorker(i, seed)).ToList();
        Receive<string>(_ => NextStep());
        Receive<Answer>(answer => answer.Step == _step, OnAnswer);
        Receive<Answer>(_ => { });
    }

    private static IActorRef StartWorker(int index, int seed)
    {
        var props = Props.Create(() => new Worker(index, seed));
        return Context.ActorOf(props.WithDispatcher(CallingThread), $"worker-{index}");
    }

    private void NextStep()
    {
        _step++;
        _arrived.Clear();
        foreach (var worker in _workers)
        {
            worker.Tell(new Compute(_step));
        }
    }

    private void OnAnswer(Answer answer)
    {
        _arrived.Add(answer.Worker);
        if (_arrived.Count < _enough)
        {
            return;
        }

        var now = Context.System.Scheduler.MonotonicClock - answer.Began;
        _trace.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{_step} {now.TotalMilliseconds} {string.Join(',', _arrived)}"));
        if (_step == _steps)
        {
            Become(() => ReceiveAny(_ => { }));
        }
        else
        {
            NextStep();
        }
    }

    private sealed record Compute(int Step);

    private sealed record Answer(int Step, int Worker, TimeSpan Began);

    private sealed class Worker : ReceiveActor, IWithTimers
    {
        public Worker(int index, int seed)
        {
            var random = new Random((seed * 1000) + index);
            Receive<Compute>(compute =>
            {
                var began = Context.System.Scheduler.MonotonicClock;
                var tail = -20 * Math.Log(1 - random.NextDouble());
                var delay = TimeSpan.FromMilliseconds(10 + tail);
                var answer = new Answer(compute.Step, index, began);
                Timers.StartSingleTimer(compute.Step, answer, delay);
            });
            Receive<Answer>(answer => Context.Parent.Tell(answer));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
