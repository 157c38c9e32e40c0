using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.Api;

/// <summary>The page and the description of the API, which travel inside the assembly.</summary>
internal static class StaticFiles
{
    private static readonly byte[] Page = Resource("page.html");
    private static readonly byte[] Description = Resource("openapi.json");

    /// <summary>The page may run its own script and talk to where it comes from, nothing else.
    /// </summary>
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Hash("style")}'; "
        + $"script-src 'sha256-{Hash("script")}'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    public static Task PageAsync(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return WriteAsync(http, Page, "text/html; charset=utf-8");
    }

    public static Task DescriptionAsync(HttpContext http) =>
        WriteAsync(http, Description, "application/json");

    private static async Task WriteAsync(HttpContext http, byte[] bytes, string mediaType)
    {
        http.Response.ContentType = mediaType;
        http.Response.ContentLength = bytes.Length;
        await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
    }

    private static string Hash(string element)
    {
        var text = Encoding.UTF8.GetString(Page);
        var from = text.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var to = text.IndexOf($"</{element}>", from, StringComparison.Ordinal);
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text[from..to])));
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(StaticFiles).Assembly
            .GetManifestResourceStream($"AkkaCoded.Api.{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
