using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// Lets requests through that bring the token, whatever their path: what is added to the port later
/// is guarded from its first day. Open is only what is the same for everybody: the page without its
/// figures, the description of the API, and whether somebody is here.
/// </summary>
internal sealed class TokenGate(string token, RefusalLedger refusals)
{
    private static readonly string[] Open =
        ["/", "/openapi/v1.json", "/health/live", "/health/ready"];

    private readonly byte[] _expected = Hash($"Bearer {token}");

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var isOpen = Open.Any(path => http.Request.Path.Equals(path, StringComparison.Ordinal));
        return isOpen || IsRight(http.Request.Headers.Authorization.ToString())
            ? next(http)
            : http.RefuseAsync(
                refusals, Refusal.Token, StatusCodes.Status401Unauthorized,
                "a bearer token is required");
    }

    // Hashes are equally long and compared in the same time, however much of a guess is right.
    private bool IsRight(string received) =>
        CryptographicOperations.FixedTimeEquals(_expected, Hash(received));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
