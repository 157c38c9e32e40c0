using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Training;
using AkkaCoded.Training.Gradients;
using AkkaCoded.Training.Models;

namespace AkkaCoded.Coordinator.Tests.Race;

/// <summary>
/// Trains glyphs with asynchronous rounds in one thread: a seeded choice says which worker answers
/// next, at the parameters it was asked at.
/// </summary>
internal sealed class ToyTraining : IDisposable
{
    private readonly Model _model;
    private readonly ChunkGradients _gradients;
    private readonly Random _random;
    private readonly Dictionary<long, float[]> _versions = [];
    private readonly List<RoundAction.Ask> _computing = [];
    private readonly float[] _vector;
    private int _loses;

    public ToyTraining(int workers, string hocon = "", int seed = 1, int loses = 0)
    {
        Setup = Open(workers, hocon);
        Setup.ApplyDeterminism();
        _model = Setup.CreateModel();
        _gradients = Setup.CreateGradients(_model);
        _random = new Random(seed);
        _loses = loses;
        State = new TrainingState(Setup, _model, workers);
        _vector = new float[State.Layout.VectorLength];
        Rounds = new RoundsSetup(RoundsWorld.Job, 1, workers, 0, Setup.StepCount, 0);
    }

    public TrainingSetup Setup { get; }

    public TrainingState State { get; }

    public RoundsSetup Rounds { get; }

    public List<StepReport> Reports { get; } = [];

    public static TrainingSetup Open(int workers, string hocon)
    {
        var path = Path.Combine(Path.GetTempPath(), $"toy-{Guid.NewGuid():N}.conf");
        File.WriteAllText(path, $$"""
            coded {
              model.mlp.hidden = [16]
              data.glyphs { size = 8, train = 1200, test = 200 }
              training { samples-per-step = 48, steps = 120, evaluation-samples = 50 }
              optimizer { name = sgd, learning-rate = 0.3, weight-decay = 0, clip-norm = 0 }
              code { family = uncoded, workers = {{workers}}, stragglers = 0 }
            }
            {{hocon}}
            """);
        try
        {
            return TrainingSetup.Open(TrainingJobOptions.FromFile(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Run(AsyncRounds rounds)
    {
        Publish(rounds.Version);
        var actions = new Queue<RoundAction>(rounds.Start(_ => true));
        while (actions.Count > 0 || _computing.Count > 0)
        {
            while (actions.TryDequeue(out var action))
            {
                Do(rounds, action, actions);
            }

            if (_computing.Count > 0)
            {
                Enqueue(actions, Compute(rounds));
            }
        }
    }

    public void Run(LocalRounds rounds, Func<long, int, bool> isLost)
    {
        var actions = rounds.Start(_ => true);
        while (actions.OfType<RoundAction.Ask>().Any())
        {
            var sum = new float[_vector.Length];
            var decode = new StreamingDecode(_ => { }, TimeProvider.System);
            var changes = new Dictionary<int, float[]>();
            IReadOnlyList<RoundAction> next = [];
            foreach (var ask in actions.OfType<RoundAction.Ask>().ToList())
            {
                if (isLost(rounds.StepsDone, ask.Slot))
                {
                    rounds.Lost(ask.Slot);
                    continue;
                }

                changes[ask.Slot] = LocalChange(ask);
                next = [.. rounds.Arrived(ask.Slot, ask.Key, isHere: true)];
            }

            next = next.OfType<RoundAction.Average>().Any() ? next : [.. rounds.Deadline()];
            var average = next.OfType<RoundAction.Average>().Single();
            decode.Begin(sum, average.Winners.AsSpan());
            average.Winners.ToList().ForEach(
                w => decode.Offer(w.Key, 0, changes[w.Key.Partition]));
            Reports.Add(State.ApplyChange(sum, average.Winners.Length, average.Steps));
            actions = [.. average.LeftOut.SelectMany(slot => rounds.Returned(slot))];
            Assert.Empty(actions);
            actions = [.. rounds.Applied()];
        }
    }

    public EvaluationResult Evaluate()
    {
        _gradients.SetWeights(State.Weights.Span);
        return new Evaluator(_model, Setup.Data.Test, Setup.Data.Normalization, 50).Evaluate();
    }

    public void Dispose()
    {
        _model.Dispose();
        Setup.Dispose();
    }

    private static void Enqueue(Queue<RoundAction> actions, IEnumerable<RoundAction> more)
    {
        foreach (var action in more)
        {
            actions.Enqueue(action);
        }
    }

    private void Do(AsyncRounds rounds, RoundAction action, Queue<RoundAction> actions)
    {
        switch (action)
        {
            case RoundAction.Ask ask:
                _computing.Add(ask);
                break;
            case RoundAction.Apply apply:
                if (State.ApplyPart(_vector, apply.Key.Step.Step) is { } report)
                {
                    Reports.Add(report);
                }

                Publish(rounds.Version + 1);
                Enqueue(actions, rounds.Applied(apply.Key));
                break;
            case RoundAction.Reopen reopen:
                Enqueue(actions, rounds.Returned(reopen.Slot));
                break;
        }
    }

    private List<RoundAction> Compute(AsyncRounds rounds)
    {
        var ask = _computing[_random.Next(_computing.Count)];
        _computing.Remove(ask);
        if (_loses-- > 0)
        {
            return [.. rounds.Lost(ask.Slot), .. rounds.Returned(ask.Slot)];
        }

        _gradients.SetWeights(_versions[ask.Version]);
        var row = Setup.Code.Row(ask.Key.Partition);
        _gradients.ComputeRow(ask.Key.Step.Step, row, _vector);
        return [.. rounds.Arrived(ask.Slot, ask.Key, isHere: true)];
    }

    private float[] LocalChange(RoundAction.Ask ask)
    {
        var weights = State.Weights.ToArray();
        var vector = new float[_vector.Length];
        var (loss, correct) = (0f, 0f);
        var rates = State.LearningRates(ask.Steps);
        for (var step = 0; step < ask.Steps; step++)
        {
            _gradients.SetWeights(weights);
            var row = Setup.Code.Row(ask.Key.Partition);
            _gradients.ComputeRow(ask.Key.Step.Step + step, row, vector);
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] -= (float)rates[step] * Rounds.Slots * vector[i];
            }

            loss += vector[State.Layout.LossIndex] / ask.Steps;
            correct += vector[State.Layout.CorrectIndex] / ask.Steps;
        }

        for (var i = 0; i < weights.Length; i++)
        {
            vector[i] = weights[i] - State.Weights.Span[i];
        }

        (vector[State.Layout.LossIndex], vector[State.Layout.CorrectIndex]) = (loss, correct);
        return vector;
    }

    private void Publish(long version) => _versions[version] = State.Weights.ToArray();
}
