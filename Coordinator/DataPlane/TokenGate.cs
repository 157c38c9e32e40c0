using System.Security.Cryptography;
using System.Text;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Exchange;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>Lets requests through that bring the token: those of the data plane, of the control
/// plane and of the API. Other paths of the port, such as health, are open or have guards of their
/// own.</summary>
internal sealed class TokenGate(string token, RefusalLedger refusals)
{
    private static readonly PathString[] Guarded =
        [DataPlanePaths.Root, ClusterNames.ControlPath, ClusterNames.ApiRoot];

    private readonly byte[] _expected = Hash($"Bearer {token}");

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        var isGuarded = Array.Exists(Guarded, root => path.StartsWithSegments(root));
        return !isGuarded || IsRight(http.Request.Headers.Authorization.ToString())
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
