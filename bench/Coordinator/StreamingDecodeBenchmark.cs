using System.Diagnostics;
using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training.Optimizers;

namespace AkkaCoded.Bench.Coordinator;

/// <summary>
/// Decoding while answers arrive, against a plain copy that reads and writes as many bytes: what
/// the grid of blocks, the locks and the order of arrival cost. Copy, decodes and the optimizer's
/// step take turns; medians are compared.
/// </summary>
internal sealed class StreamingDecodeBenchmark : IBenchmark
{
    private const int WarmUps = 20;
    private const double StepMsMax = 15;

    private static readonly StepKey Step = new(new JobId("bench"), 1, 0);

    public string Name => "streaming-decode";

    public string Summary => "4 winners of 1 million values in blocks, against a memory copy";

    public int Run(IReadOnlyList<string> arguments)
    {
        var length = Argument(arguments, 0, 1_000_000);
        var winners = Argument(arguments, 1, 4);
        var rounds = Argument(arguments, 2, 101);
        using var bed = new TestBed(length, winners);
        (string Name, Action Work)[] contenders =
        [
            ("memory copy of as many bytes", bed.Copy),
            ("decode, blocks in turn, 1 thread", bed.InTurn),
            ("decode, one winner after the other", bed.OneAfterTheOther),
            ("decode, a thread per winner", bed.InThreads),
            ("optimizer step (momentum)", bed.Optimize),
        ];
        var seconds = contenders.Select(_ => new List<double>()).ToArray();
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                contenders[i].Work();
                if (round >= 0)
                {
                    seconds[i].Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                }
            }
        }

        Console.WriteLine($"d={length:N0} float32, {winners} winners, {rounds} rounds, medians; "
            + "ratio = time of the copy over time taken");
        return Print([.. contenders.Select(c => c.Name)], [.. seconds.Select(Median)]);
    }

    private static int Print(string[] names, double[] medians)
    {
        Console.WriteLine();
        Console.WriteLine("| | ms | ratio |");
        Console.WriteLine("|---|---|---|");
        for (var i = 0; i < names.Length; i++)
        {
            Console.WriteLine(
                $"| {names[i]} | {medians[i] * 1e3:F2} | {medians[0] / medians[i]:F2} |");
        }

        var step = (medians[1..^1].Max() + medians[^1]) * 1e3;
        var met = step < StepMsMax;
        Console.WriteLine($"slowest decode and optimizer together: {step:F2} ms, "
            + $"{(met ? "target met" : "target MISSED")}: below {StepMsMax} ms");
        return met ? 0 : 1;
    }

    private static int Argument(IReadOnlyList<string> arguments, int index, int otherwise) =>
        arguments.Count > index && int.TryParse(arguments[index], out var value) && value > 0
            ? value
            : otherwise;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class TestBed : IDisposable
    {
        private const int PieceLength = StreamingDecode.DefaultBlockLength;

        private readonly float[][] _answers;
        private readonly float[] _sum;
        private readonly float[] _weights;
        private readonly float[] _from;
        private readonly float[] _to;
        private readonly Winner[] _winners;
        private readonly StreamingDecode _decode;
        private readonly FlatOptimizer _optimizer;
        private int _completions;

        public TestBed(int length, int winners)
        {
            _answers = [.. Enumerable.Range(0, winners).Select(i => Filled(length, i))];
            _winners = [.. Enumerable.Range(0, winners)
                .Select(i => new Winner(new AnswerKey(Step, i, 0), 1))];
            (_sum, _weights) = (Filled(length, 1), Filled(length, 2));
            // A decode reads every answer and writes the sum; a copy reads and writes alike.
            var copied = (int)((winners + 1L) * length / 2);
            (_from, _to) = (Filled(copied, 3), Filled(copied, 4));
            _decode = new StreamingDecode(_ => _completions++, TimeProvider.System);
            _optimizer = FlatOptimizer.Create(Momentum(), length);
        }

        public void Copy() => _from.CopyTo(_to, 0);

        public void InTurn() => Decode(() =>
        {
            for (var offset = 0; offset < _sum.Length; offset += PieceLength)
            {
                for (var winner = 0; winner < _winners.Length; winner++)
                {
                    Send(winner, offset);
                }
            }
        });

        public void OneAfterTheOther() => Decode(() =>
        {
            for (var winner = 0; winner < _winners.Length; winner++)
            {
                SendAll(winner);
            }
        });

        public void InThreads() => Decode(() => Parallel.For(0, _winners.Length, SendAll));

        public void Optimize() => _optimizer.Step(_weights, _sum, 1e-6);

        public void Dispose() => _decode.Dispose();

        private static float[] Filled(int length, int seed)
        {
            var values = GC.AllocateUninitializedArray<float>(length, pinned: true);
            for (var i = 0; i < length; i++)
            {
                values[i] = ((i + seed) % 17) - 8;
            }

            return values;
        }

        private static OptimizerOptions Momentum() => new()
        {
            Name = "momentum",
            Momentum = 0.9,
            WeightDecay = 1e-4,
            Beta1 = 0,
            Beta2 = 0,
            Epsilon = 1,
            ClipNorm = 0,
            Schedule = new ScheduleOptions
            {
                Name = "constant",
                LearningRate = 1,
                ReferenceSamples = 0,
                WarmUpSteps = 0,
                FinalShare = 0,
                Milestones = [],
                Factor = 1,
            },
        };

        private void Decode(Action send)
        {
            var before = _completions;
            _decode.Begin(_sum, _winners);
            send();
            if (_completions != before + 1)
            {
                throw new InvalidOperationException("the decode is not complete");
            }

            _decode.End();
        }

        private void SendAll(int winner)
        {
            for (var offset = 0; offset < _sum.Length; offset += PieceLength)
            {
                Send(winner, offset);
            }
        }

        private void Send(int winner, int offset) => _decode.Offer(
            _winners[winner].Key, offset,
            _answers[winner].AsMemory(offset, Math.Min(PieceLength, _sum.Length - offset)));
    }
}
