using System.Text;
using AkkaCoded.Coordinator.Api;
using AkkaCoded.Coordinator.Service;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// Reads a job's log from a coordinator. One that is started again while its log is followed is
/// waited for, and the log goes on where it was.
/// </summary>
/// <param name="client">The way to the coordinator.</param>
/// <param name="error">Told that the coordinator is away.</param>
/// <param name="time">Clock of patience.</param>
internal sealed class LogFollower(ApiClient client, TextWriter error, TimeProvider time)
{
    /// <summary>How long a coordinator may be away.</summary>
    private static readonly TimeSpan AwayMax = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Without even an empty line for so long, the connection is dead.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(60);

    /// <summary>What following it says to a script.</summary>
    public static int ExitCodeOf(JobJson end) =>
        end.State == JobState.Finished.Word() ? ExitCode.Done : ExitCode.Failed;

    /// <summary>Reads what is there.</summary>
    /// <returns>The number of the next line.</returns>
    public Task<long> ReadAsync(
        string id, long from, Action<LogLine> show, CancellationToken cancellation) =>
        ReadAsync(id, from, false, show, cancellation);

    /// <summary>Reads until the job is over.</summary>
    /// <returns>The job at its end.</returns>
    public async Task<JobJson> FollowAsync(
        string id, long from, Action<LogLine> show, CancellationToken cancellation)
    {
        var heard = time.GetTimestamp();
        var isAway = false;
        while (true)
        {
            try
            {
                from = await ReadAsync(
                    id, from, true,
                    line =>
                    {
                        from = line.Line + 1;
                        show(line);
                    },
                    cancellation);
                var job = await client.GetAsync<JobDetailsJson>(
                    JobCommands.PathOf(id), cancellation);
                if (Enum.Parse<JobState>(job.State, ignoreCase: true).IsOver())
                {
                    return job;
                }

                (heard, isAway) = (time.GetTimestamp(), false);
            }
            catch (Exception away) when (away is IOException or HttpRequestException)
            {
                if (time.GetElapsedTime(heard) > AwayMax)
                {
                    throw;
                }

                if (!isAway)
                {
                    error.WriteLine("akkacoded: the coordinator is away; waiting for it");
                    isAway = true;
                }
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    private async Task<long> ReadAsync(
        string id, long from, bool follows, Action<LogLine> show, CancellationToken cancellation)
    {
        var path = $"{JobCommands.PathOf(id)}/logs?from={from}"
            + (follows ? "&follow=true" : "");
        using var response = await client.OpenLogAsync(path, "application/x-ndjson", cancellation);
        using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await LineAsync(reader, cancellation) is { } text)
        {
            // An empty line only says that the coordinator is still there.
            if (text.Length > 0 && LogLine.Parse(Encoding.UTF8.GetBytes(text)) is { } line)
            {
                from = line.Line + 1;
                show(line);
            }
        }

        return from;
    }

    private async Task<string?> LineAsync(StreamReader reader, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(SilenceMax);
        try
        {
            return await reader.ReadLineAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException("the coordinator has fallen silent");
        }
    }
}
