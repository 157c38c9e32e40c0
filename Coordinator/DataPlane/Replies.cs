using System.Globalization;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>What all endpoints read and answer alike.</summary>
internal static class Replies
{
    /// <summary>
    /// Refuses: counts, and says why in one line. A request whose body was not read to its end
    /// closes the connection, so that the sender stops instead of sending the rest.
    /// </summary>
    public static async Task RefuseAsync(
        this HttpContext http, RefusalLedger refusals, Refusal kind, int status, string why)
    {
        refusals.Count(kind, $"{status} {http.Request.Method} {Shorten(http)}: {why}");
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = status;
        if (http.Request.ContentLength != 0 && !HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.Headers.Connection = "close";
        }

        var text = System.Text.Encoding.UTF8.GetBytes(why + "\n");
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.ContentLength = text.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.BodyWriter.WriteAsync(text);
        }
    }

    /// <summary>A number of the path; the route's constraint has checked it.</summary>
    public static long Number(this HttpContext http, string name) =>
        long.Parse((string)http.GetRouteValue(name)!, CultureInfo.InvariantCulture);

    public static string Text(this HttpContext http, string name) =>
        (string?)http.GetRouteValue(name) ?? "";

    /// <summary>Whether job and epoch of the path are this coordinator's; refuses where not.
    /// </summary>
    public static async ValueTask<JobState?> FindJobAsync(
        this HttpContext http, HttpExchangeHost exchange, RefusalLedger refusals)
    {
        var (name, epoch) = (http.Text("job"), http.Number("epoch"));
        JobState? state = null;
        var standing = JobId.IsValid(name)
            ? exchange.Look(new JobId(name), epoch, out state)
            : Standing.UnknownJob;
        if (standing == Standing.Current)
        {
            return state;
        }

        await (standing == Standing.UnknownJob
            ? http.RefuseAsync(
                refusals, Refusal.Job, StatusCodes.Status404NotFound, "no such job here")
            : http.RefuseAsync(
                refusals, Refusal.Epoch, StatusCodes.Status409Conflict,
                $"epoch {epoch} is not the current one"));
        return null;
    }

    private static string Shorten(HttpContext http)
    {
        // Escaped and cut: it goes to the log, and strangers choose it.
        var path = Uri.EscapeDataString(http.Request.Path.Value ?? "").Replace("%2F", "/");
        return path.Length <= 120 ? path : path[..120] + "...";
    }
}
