using System.Text;
using AkkaCoded.Coordinator.Service;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.Api;

/// <summary>
/// Sends a job's log: as text, or as one JSON object a line; as it is, or as it grows until the job
/// is over. An empty line now and then finds out whether somebody still listens.
/// </summary>
internal sealed class LogEndpoint(ApiDesk desk)
{
    private const string JsonLines = "application/x-ndjson";

    public async Task HandleAsync(HttpContext http)
    {
        var id = Requests.JobId(http);
        var view = desk.Jobs.View(id);
        var from = Requests.Number(http, "from", 0, long.MaxValue) ?? 0;
        var follows = Requests.Flag(http, "follow");
        var isJson = http.Request.Headers.Accept.ToString()
            .Contains(JsonLines, StringComparison.OrdinalIgnoreCase);
        http.Response.ContentType = isJson ? JsonLines : "text/plain; charset=utf-8";
        using var sender = new Sender(http, isJson, from, view.Log);
        if (!follows)
        {
            await sender.SendAsync();
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, desk.Jobs.Stopping);
        try
        {
            await FollowAsync(id, sender, ending.Token);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            // The coordinator ends: so does the answer, in good order.
        }
    }

    private async Task FollowAsync(string id, Sender sender, CancellationToken ending)
    {
        while (true)
        {
            // Asked for before reading, so that no line is missed between the two.
            var more = sender.Log.MoreAsync();
            var isOver = !desk.Jobs.IsInCharge || desk.Jobs.View(id).Job.State.IsOver();
            await sender.SendAsync();
            if (isOver)
            {
                return;
            }

            await WaitAsync(more, sender, ending);
        }
    }

    private async Task WaitAsync(Task more, Sender sender, CancellationToken ending)
    {
        while (!more.IsCompleted)
        {
            ending.ThrowIfCancellationRequested();
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(ending);
            var heartbeat = Task.Delay(desk.Heartbeat, desk.Jobs.Time, pause.Token);
            var first = await Task.WhenAny(more, heartbeat);
            await pause.CancelAsync();
            if (first == heartbeat && heartbeat.IsCompletedSuccessfully)
            {
                await sender.BeatAsync();
            }
        }
    }

    private sealed class Sender(HttpContext http, bool isJson, long from, JobLog log)
        : IDisposable
    {
        private static readonly byte[] LineEnd = "\n"u8.ToArray();

        private readonly LogReader _reader = new(log.FilePath);
        private long _line;

        public JobLog Log => log;

        /// <summary>Sends what has been written since the last time.</summary>
        public async Task SendAsync()
        {
            foreach (var line in _reader.New())
            {
                if (_line++ < from)
                {
                    continue;
                }

                await WriteAsync(isJson ? line : Text(line));
                await WriteAsync(LineEnd);
            }

            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }

        public async Task BeatAsync()
        {
            await WriteAsync(LineEnd);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }

        public void Dispose() => _reader.Dispose();

        private static byte[] Text(byte[] line) => LogLine.Parse(line) is { } parsed
            ? Encoding.UTF8.GetBytes(parsed.ToText())
            : line;

        private async ValueTask WriteAsync(byte[] bytes) =>
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }
}
