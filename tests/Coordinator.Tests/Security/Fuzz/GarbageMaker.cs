namespace AkkaCoded.Coordinator.Tests.Security.Fuzz;

/// <summary>Draws garbage of all kinds: the same seed and number give the same bytes.</summary>
/// <param name="seed">Of all of it.</param>
/// <param name="routes">Methods and templates of the port.</param>
/// <param name="sockets">Paths of WebSockets, {ghost} for a node's name.</param>
/// <param name="token">The port's.</param>
/// <param name="job">A job that runs.</param>
/// <param name="steps">Steps that answers name.</param>
/// <param name="own">Address of the coordinator's actor system, or null: it has none.</param>
internal sealed class GarbageMaker(
    ulong seed,
    IReadOnlyList<(string Method, string Template)> routes,
    IReadOnlyList<string> sockets,
    string? token,
    string job,
    int steps,
    string? own = null)
{
    private readonly GarbageRequests _requests = new(routes, token, job);
    private readonly GarbageSockets _sockets = new(
        sockets, token, own is null ? null : new GarbageMessages(own));

    public Garbage Make(int number)
    {
        var random = new Random(HashCode.Of(seed, number));
        var (kind, bytes) = random.Next(10) switch
        {
            0 => ("noise", Mutations.Random(random, 3000)),
            1 => ("handshake", GarbageHandshakes.Make(random)),
            2 or 3 => ("socket", _sockets.Make(random)),
            4 or 5 => ("answer", GarbageAnswers.Request(random, job, token, steps)),
            _ => ("request", _requests.Make(random)),
        };
        if (random.Next(5) == 0)
        {
            bytes = bytes[..random.Next(bytes.Length)];
        }

        var end = random.Next(100) switch
        {
            < 70 => GarbageEnd.Read,
            < 82 => GarbageEnd.Leave,
            < 94 => GarbageEnd.Reset,
            _ => GarbageEnd.Stay,
        };
        return new Garbage(kind, bytes, end);
    }

    /// <summary>Mixes seed and number; the same on every machine, as HashCode of .NET is not.
    /// </summary>
    private static class HashCode
    {
        public static int Of(ulong seed, int number)
        {
            var mixed = (seed + (ulong)number) * 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9;
            return (int)(mixed >> 33);
        }
    }
}
