using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>Takes answers: checks who and how long, then passes block after block on.</summary>
internal sealed class AnswersEndpoint(
    HttpExchangeHost exchange, DataPlaneLimits limits, RefusalLedger refusals,
    TransferLedger transfers)
{
    public async Task HandleAsync(HttpContext http)
    {
        if (await http.FindJobAsync(exchange, refusals) is not { } job)
        {
            return;
        }

        var step = new StepKey(
            new JobId(http.Text("job")), http.Number("epoch"), http.Number("step"));
        var key = new AnswerKey(step, (int)http.Number("partition"), (int)http.Number("attempt"));
        if (await FindLengthAsync(http, job) is not { } length)
        {
            return;
        }

        var route = exchange.FindRoute(step);
        using var upload = route?.TryEnter(key);
        var end = route is null || upload is null
            ? AnswerEnd.Unwanted
            : await ReadAsync(http, job, length, route, upload);
        if (end == AnswerEnd.Whole)
        {
            transfers.Count(Transfer.Answers, length);
        }

        await ReplyAsync(http, end);
    }

    private async ValueTask<long?> FindLengthAsync(HttpContext http, JobState job)
    {
        if (http.Request.ContentLength is not { } length)
        {
            await http.RefuseAsync(
                refusals, Refusal.Length, StatusCodes.Status411LengthRequired,
                "say Content-Length");
            return null;
        }

        var max = limits.AnswerBodyBytesMax(job.VectorLength);
        if (length == 0 || length > max)
        {
            await http.RefuseAsync(
                refusals, Refusal.Length, StatusCodes.Status413PayloadTooLarge,
                $"{length} bytes; 1 to {max} are accepted");
            return null;
        }

        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>()
            .MaxRequestBodySize = length;
        return length;
    }

    private async Task<AnswerEnd> ReadAsync(
        HttpContext http, JobState job, long length, AnswerRoute route, AnswerRoute.Upload upload)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            route.Closed, http.RequestAborted);
        var reader = new AnswerReader(http.Request.BodyReader, upload, limits, job.VectorLength);
        try
        {
            return await reader.ReadAsync(length, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return route.Closed.IsCancellationRequested ? AnswerEnd.Unwanted : AnswerEnd.Broken;
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // BadHttpRequestException is an IOException: too slow, or the body ended too early.
            return AnswerEnd.Broken;
        }
        catch (Exception e)
        {
            refusals.Count(Refusal.Receiver, e.ToString());
            return AnswerEnd.Failed;
        }
    }

    private Task ReplyAsync(HttpContext http, AnswerEnd end)
    {
        switch (end)
        {
            case AnswerEnd.Whole:
                http.Response.StatusCode = StatusCodes.Status200OK;
                http.Response.ContentLength = 0;
                return Task.CompletedTask;
            case AnswerEnd.Unwanted:
                return http.RefuseAsync(
                    refusals, Refusal.Step, StatusCodes.Status410Gone, "not wanted (any more)");
            case AnswerEnd.BadBlock:
                return http.RefuseAsync(
                    refusals, Refusal.Block, StatusCodes.Status422UnprocessableEntity,
                    "a block that is none, lies outside, or is longer than the body");
            case AnswerEnd.BadChecksum:
                return http.RefuseAsync(
                    refusals, Refusal.Checksum, StatusCodes.Status422UnprocessableEntity,
                    "values other than their checksum says");
            case AnswerEnd.Failed:
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                http.Response.Headers.Connection = "close";
                http.Response.ContentLength = 0;
                return Task.CompletedTask;
            default:
                refusals.Count(Refusal.Broken, "an answer ended before its length");
                http.Abort();
                return Task.CompletedTask;
        }
    }
}
