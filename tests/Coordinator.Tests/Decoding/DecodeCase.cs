using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Decoding;

/// <summary>Random answers of a random code, the pieces they are sent in, and the plain sum.
/// </summary>
internal sealed class DecodeCase
{
    public static readonly StepKey Step = new(new JobId("decode"), 1, 7);

    private static readonly string[] Families =
        ["fractional-repetition", "cyclic-mds", "uncoded", "regular-graph"];

    private DecodeCase(Random random, GradientCode code, int length)
    {
        Random = random;
        Code = code;
        Answers = [.. Enumerable.Range(0, code.Workers).Select(_ => Vector(random, length))];
    }

    public Random Random { get; }

    public GradientCode Code { get; }

    public float[][] Answers { get; }

    public int Length => Answers[0].Length;

    public static DecodeCase Draw(int seed)
    {
        var random = new Random(seed);
        var n = 2 * random.Next(1, 7);
        var parameters = new CodeParameters(n, 1) { Seed = (ulong)seed };
        var family = Families[random.Next(Families.Length)];
        parameters = family == "uncoded" ? new CodeParameters(n, 0) : parameters;
        return new(random, CodeFamilies.Build(family, parameters), random.Next(1, 700));
    }

    public static AnswerKey Key(int worker, int attempt = 0) => new(Step, worker, attempt);

    /// <summary>The winners of a set of answers in the order of decoding: by index.</summary>
    public Winner[] Winners(params int[] lost)
    {
        var set = new DecodableSet(Code);
        foreach (var worker in Enumerable.Range(0, Code.Workers).Except(lost))
        {
            set.Add(worker);
        }

        var coefficients = set.Coefficients();
        return [.. Enumerable.Range(0, Code.Workers)
            .Where(worker => coefficients[worker] != 0)
            .Select(worker => new Winner(Key(worker), coefficients[worker]))];
    }

    /// <summary>From zero, one fused multiply-add per winner: what a decode has to give.</summary>
    public float Sum(IEnumerable<Winner> winners, int element)
    {
        var sum = 0f;
        foreach (var winner in winners)
        {
            sum = MathF.FusedMultiplyAdd(
                (float)winner.Coefficient, Answers[winner.Key.Partition][element], sum);
        }

        return sum;
    }

    public float[] Sum(IReadOnlyList<Winner> winners) =>
        [.. Enumerable.Range(0, Length).Select(element => Sum(winners, element))];

    /// <summary>An answer cut at random places, in random order.</summary>
    public List<Piece> Pieces(int worker, int piecesMax = 9)
    {
        var cuts = Enumerable.Range(0, Random.Next(piecesMax))
            .Select(_ => Random.Next(Length + 1))
            .Concat([0, Length]).Distinct().Order().ToList();
        var pieces = cuts.Zip(cuts.Skip(1), (from, to) => new Piece(Key(worker), from,
            Answers[worker].AsMemory(from, to - from))).ToArray();
        Random.Shuffle(pieces);
        return [.. pieces];
    }

    /// <summary>All pieces of all these winners, shuffled.</summary>
    public Piece[] Shuffled(IEnumerable<Winner> winners)
    {
        Piece[] pieces = [.. winners.SelectMany(winner => Pieces(winner.Key.Partition))];
        Random.Shuffle(pieces);
        return pieces;
    }

    private static float[] Vector(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 2) - 1))];

    internal sealed record Piece(AnswerKey Key, int Offset, ReadOnlyMemory<float> Values);
}
