using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// An endpoint that throws is a mistake of ours: it is counted and logged, which Kestrel without a
/// logger would not do. Requests that broke off are none.
/// </summary>
internal sealed class FailureGate(RefusalLedger refusals)
{
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException)
        {
            // Kestrel's own answer, which BadRequests counts.
            throw;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException
            && http.RequestAborted.IsCancellationRequested)
        {
            refusals.Count(Refusal.Broken, "a request broke off");
        }
        catch (Exception e)
        {
            refusals.Count(Refusal.Failure, e.ToString());
            await AnswerAsync(http);
        }
    }

    private static Task AnswerAsync(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        http.Response.Headers.Connection = "close";
        http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
