using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AkkaCoded.Coordinator.Api;

/// <summary>Errors as answers: <c>application/problem+json</c> of RFC 9457.</summary>
internal static class Problems
{
    public const string MediaType = "application/problem+json";

    /// <summary>Answers with an error that somebody can mend.</summary>
    public static Task WriteAsync(HttpContext http, InvalidInputException error, int? status = null)
    {
        var code = status ?? StatusOf(error.Code);
        if (code == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "2";
        }

        return WriteAsync(http, new ProblemJson(
            $"urn:akkacoded:error:{error.Code.ToLowerInvariant()}",
            ReasonPhrases.GetReasonPhrase(code), code, error.Message, error.Code, error.Key,
            error.Value, error.Allowed, error.Remedy));
    }

    /// <summary>Answers that something inside went wrong.</summary>
    public static Task WriteUnexpectedAsync(HttpContext http, Exception error)
    {
        const int Status = StatusCodes.Status500InternalServerError;
        return WriteAsync(http, new ProblemJson(
            "about:blank", ReasonPhrases.GetReasonPhrase(Status), Status,
            $"unexpected {error.GetType().Name}: {error.Message}", null, null, null, null, null));
    }

    /// <summary>As Kestrel itself says it of a body beyond its own limit.</summary>
    public static BadHttpRequestException BodyTooLong(int bytesMax) => new(
        $"longer than {bytesMax} bytes", StatusCodes.Status413PayloadTooLarge);

    public static InvalidInputException Body(string value, string allowed) => new(
        JobErrors.Body, "body", value, allowed, "See docs/api.md.");

    private static async Task WriteAsync(HttpContext http, ProblemJson problem)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = problem.Status;
        if (http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0)
        {
            // Its body may not have been read to the end; the rest is not waited for.
            http.Response.Headers.Connection = "close";
        }

        await http.Response.WriteAsJsonAsync(
            problem, ApiJson.Format, MediaType, http.RequestAborted);
    }

    private static int StatusOf(string code) => code switch
    {
        JobErrors.NameTaken or JobErrors.WrongState => StatusCodes.Status409Conflict,
        JobErrors.Unknown or JobErrors.UnknownNode or JobErrors.Path =>
            StatusCodes.Status404NotFound,
        JobErrors.Folder => StatusCodes.Status500InternalServerError,
        JobErrors.NotInCharge => StatusCodes.Status503ServiceUnavailable,
        JobErrors.MediaType => StatusCodes.Status415UnsupportedMediaType,
        JobErrors.Stranger => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status400BadRequest,
    };
}
