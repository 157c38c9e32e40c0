using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AkkaCoded.Coordinator.Tests.Security.Fuzz;

/// <summary>
/// Requests to every route of a port: right ones with odd values in their places, then spoilt in
/// their bytes. With the right token they only ask, or name jobs and nodes that are not there; the
/// coordinator would rightly obey the others.
/// </summary>
internal sealed partial class GarbageRequests(
    IReadOnlyList<(string Method, string Template)> routes, string? token, string job)
{
    private static readonly string[] Methods =
    [
        "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "CONNECT", "TRACE", "get", "X",
    ];

    private static readonly string[] Odd =
    [
        "-1", "0", "1", "99999999999999999999", "9223372036854775807", "2147483648", "%00", "..",
        "%2e%2e%2f", "a b", "", "é", "JOB", "nobody", "*", "{}", "0x10", "1e9", "+1", " 1", "1.0",
    ];

    private static readonly string[] Headers =
    [
        "Content-Length: -1", "Content-Length: 99999999999", "Content-Length: 5",
        "Content-Length: 3\r\nContent-Length: 7", "Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 4", "Transfer-Encoding: gzip, chunked",
        "Expect: 100-continue", "Connection: Upgrade\r\nUpgrade: h2c", "Range: bytes=5-1",
        "Range: bytes=0-99999999999", "Host: a\r\nHost: b", "Origin: https://website.example",
        "Content-Type: application/json", "Accept-Encoding: gzip", "If-None-Match: *", ": empty",
        "No colon", "A:\tb\r\n folded", "Authorization: Basic Og==", "Cookie: a=b",
    ];

    public byte[] Make(Random random)
    {
        var isTrusted = token is not null && random.Next(2) == 0;
        var route = routes[random.Next(routes.Count)];
        var isData = route.Template.StartsWith("/data/", StringComparison.Ordinal);
        var method = random.Next(8) == 0 ? Methods[random.Next(Methods.Length)] : route.Method;
        if (isTrusted && !isData && method is not ("GET" or "HEAD"))
        {
            isTrusted = false;
        }

        var request = new StringBuilder();
        request.Append(method).Append(' ').Append(Path(random, route.Template));
        request.Append(random.Next(16) == 0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        request.Append(random.Next(32) == 0 ? "Host: website.example\r\n" : "Host: localhost\r\n");
        if (token is not null)
        {
            var brought = isTrusted ? token : token[..^1];
            request.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {brought}\r\n");
        }

        for (var left = Math.Max(0, random.Next(6) - 3); left > 0; left--)
        {
            request.Append(Headers[random.Next(Headers.Length)]).Append("\r\n");
        }

        var body = method == "GET" && random.Next(8) != 0 ? [] : Body(random);
        request.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
        byte[] whole = [.. Encoding.UTF8.GetBytes(request.ToString()), .. body];
        return random.Next(3) == 0 ? Mutations.Spoil(random, whole) : whole;
    }

    private static byte[] Body(Random random) => random.Next(4) switch
    {
        0 => [],
        1 => Encoding.UTF8.GetBytes(
            $$"""{ "job": {{random.Next()}}, "a": {{new string('[', random.Next(200))}} """),
        2 => GarbageAnswers.Spoilt(random),
        _ => Mutations.Random(random, 4000),
    };

    private string Path(Random random, string template) => Place().Replace(
        template.StartsWith('/') ? template : "/" + template,
        match => random.Next(8) == 0
            ? Odd[random.Next(Odd.Length)]
            : Fitting(random, match.Groups["name"].Value));

    /// <summary>What leads past the routing, so that the endpoint itself is reached.</summary>
    private string Fitting(Random random, string name) => name switch
    {
        "job" or "id" or "name" => random.Next(4) != 0 ? job : "nobody",
        "node" => $"ghost-{random.Next(20)}",
        "sha256" => new string('a', 64),
        "incarnation" => "1",
        "epoch" when random.Next(4) != 0 => "1",
        _ => random.Next(8).ToString(CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"\{\**(?<name>\w+)[^{}]*(\{[^{}]*\}[^{}]*)*\}")]
    private static partial Regex Place();
}
