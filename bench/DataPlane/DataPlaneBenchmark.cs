using System.Diagnostics;
using System.Net;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.Bench.DataPlane;

/// <summary>
/// A vector of 100 MB over loopback between two processes, to and fro: a raw socket that copies
/// from one buffer into another, and the data plane with its blocks, checksums and limits. The two
/// take turns, so that what else the machine does meets both.
/// </summary>
internal sealed class DataPlaneBenchmark : IBenchmark
{
    private const int Length = 25_000_000;
    private const int Rounds = 30;
    private const double ParametersRatioMin = 0.85;
    private const double AnswersRatioMin = 0.55;

    private static readonly StepKey Step = new(new JobId("bench"), 1, 0);

    public string Name => "data-plane";

    public string Summary => "100 MB of parameters and of an answer against a raw socket";

    public int Run(IReadOnlyList<string> arguments)
    {
        var run = arguments is ["peer", var raw, var host, var parent]
            ? new Peer(int.Parse(parent)).RunAsync(int.Parse(raw), new Uri(host))
            : RunAsync();
        return run.GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync()
    {
        var values = new float[Length];
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(
            values.AsSpan()));
        await using var server = await DataPlaneServer.StartAsync(new DataPlaneOptions());
        using var raw = new RawHost(values);
        server.Exchange.Publish(new ParametersKey(Step.Job, 1, 0), values);
        using var route = server.Exchange.Receive(Step, new Discard());
        using var peer = Start(raw.Port, server.Address);
        var rates = await ReadAsync(peer);
        await peer.WaitForExitAsync();
        return peer.ExitCode == 0 ? Report(rates) : 1;
    }

    /// <summary>This program again: the worker's end is a process of its own.</summary>
    private static Process Start(int port, Uri address)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(DataPlaneBenchmark).Assembly.Location);
        }

        var pid = Environment.ProcessId;
        foreach (var argument in
            (string[])["data-plane", "peer", $"{port}", $"{address}", $"{pid}"])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static async Task<Dictionary<string, List<double>>> ReadAsync(Process peer)
    {
        var rates = new Dictionary<string, List<double>>();
        while (await peer.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is ["took", var what, var milliseconds])
            {
                var rate = Length * 4e-3 / double.Parse(milliseconds);
                rates.TryAdd(what, []);
                rates[what].Add(rate);
            }
            else if (line.Contains("processor time"))
            {
                Console.WriteLine(line);
            }
        }

        return rates;
    }

    private static int Report(Dictionary<string, List<double>> rates)
    {
        foreach (var (what, list) in rates)
        {
            Console.WriteLine($"{what,-14} median {Median(list),6:F0} MB/s   best "
                + $"{list.Max(),6:F0}   ({string.Join(" ", list.Select(r => $"{r:F0}"))})");
        }

        var get = Ratio(rates["http-get"], rates["raw-receive"]);
        var post = Ratio(rates["http-post"], rates["raw-send"]);
        var isMet = get >= ParametersRatioMin && post >= AnswersRatioMin;
        Console.WriteLine($"parameters {get:F2} of a raw socket (target {ParametersRatioMin}), "
            + $"answers {post:F2} (target {AnswersRatioMin}): {(isMet ? "met" : "MISSED")}");
        return isMet ? 0 : 1;
    }

    /// <summary>Of neighbours in time: the median of their ratios.</summary>
    private static double Ratio(List<double> http, List<double> raw) =>
        Median([.. http.Zip(raw, (a, b) => a / b)]);

    private static double Median(List<double> list) => list.Order().ElementAt(list.Count / 2);

    /// <summary>Looks at nothing, so that only the way is measured; memory is used anew at once.
    /// </summary>
    private sealed class Discard : IAnswerReceiver
    {
        public bool Offer(AnswerKey key, int offset, ReadOnlyMemory<float> block) => true;

        public bool IsSettled(int offset, int count) => true;
    }

    /// <summary>The worker's process: takes the times and writes them to its output.</summary>
    private sealed class Peer(int parent)
    {
        private readonly Dictionary<string, (TimeSpan Host, TimeSpan Peer)> _work = [];

        public async Task<int> RunAsync(int port, Uri address)
        {
            var values = new float[Length];
            using var exchange = new HttpExchange(new DataPlaneTarget(address));
            using var raw = new RawClient(new IPEndPoint(IPAddress.Loopback, port));
            for (var round = -2; round < Rounds; round++)
            {
                var answer = new AnswerKey(Step, 0, Math.Max(0, round));
                await TimeAsync("raw-receive", round, () => raw.ReceiveAsync(values));
                await TimeAsync("http-get", round, () => GetAsync(exchange));
                await TimeAsync("raw-send", round, () => raw.SendAsync(values));
                await TimeAsync(
                    "http-post", round, () => exchange.PostAnswerAsync(answer, values, default));
            }

            foreach (var (what, work) in _work)
            {
                Console.WriteLine($"{what,-14} processor time per transfer: coordinator "
                    + $"{work.Host.TotalMilliseconds / Rounds:F0} ms, worker "
                    + $"{work.Peer.TotalMilliseconds / Rounds:F0} ms");
            }

            return 0;
        }

        private static async ValueTask<bool> GetAsync(HttpExchange exchange)
        {
            var key = new ParametersKey(Step.Job, 1, 0);
            using var lease = await exchange.GetParametersAsync(key, default);
            return true;
        }

        private async Task TimeAsync(string what, int round, Func<ValueTask<bool>> transfer)
        {
            var before = Work();
            var watch = Stopwatch.StartNew();
            if (!await transfer())
            {
                throw new InvalidOperationException($"{what} was refused");
            }

            watch.Stop();
            if (round >= 0)
            {
                Console.WriteLine($"took {what} {watch.Elapsed.TotalMilliseconds:F4}");
                var after = Work();
                var sum = _work.GetValueOrDefault(what);
                _work[what] = (
                    sum.Host + after.Host - before.Host, sum.Peer + after.Peer - before.Peer);
            }
        }

        private (TimeSpan Host, TimeSpan Peer) Work()
        {
            using var host = Process.GetProcessById(parent);
            return (host.TotalProcessorTime, Environment.CpuUsage.TotalTime);
        }
    }
}
