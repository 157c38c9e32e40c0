using System.Globalization;
using System.Text;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace AkkaCoded.Coordinator.Api;

/// <summary>Reads requests: strangers choose every part of them.</summary>
internal static class Requests
{
    /// <summary>Longest body; the job itself must be shorter than the 32 KiB of a message.
    /// </summary>
    public const int BodyBytesMax = 60 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The job that the path names.</summary>
    /// <exception cref="InvalidInputException">CDL-0733: it can be no job's.</exception>
    public static string JobId(HttpContext http)
    {
        var id = http.GetRouteValue("id") as string;
        return Messages.Protocol.JobId.IsValid(id) ? id! : throw JobErrors.NoSuchJob(Shown(id));
    }

    /// <summary>The node that the path names.</summary>
    /// <exception cref="InvalidInputException">CDL-0740: it can be no node's.</exception>
    public static string Node(HttpContext http)
    {
        var name = http.GetRouteValue("name") as string;
        return DataPlanePaths.IsNode(name) ? name! : throw NoSuchNode(Shown(name));
    }

    public static InvalidInputException NoSuchNode(string name) => new(
        JobErrors.UnknownNode, "worker", name, "the name of a worker node that is or was here",
        "See which there are with `./akkacoded worker list`.");

    /// <summary>A number of the query.</summary>
    /// <exception cref="InvalidInputException">CDL-0734: it is none, or out of range.</exception>
    public static long? Number(HttpContext http, string name, long min, long max)
    {
        if (Query(http, name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
                ? value
                : throw BadParameter(name, text, $"a whole number from {min} to {max}");
    }

    /// <summary>true or false of the query; false where it is left out.</summary>
    /// <exception cref="InvalidInputException">CDL-0734: another word.</exception>
    public static bool Flag(HttpContext http, string name) => Query(http, name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw BadParameter(name, other, "true or false"),
    };

    /// <summary>A value of the query, or null.</summary>
    /// <exception cref="InvalidInputException">CDL-0734: it stands there twice.</exception>
    public static string? Query(HttpContext http, string name)
    {
        var values = http.Request.Query[name];
        return values.Count > 1
            ? throw BadParameter(name, Shown(values.ToString()), "one value")
            : values.Count == 0 ? null : values[0];
    }

    /// <summary>The body as text.</summary>
    /// <param name="http">The request.</param>
    /// <param name="bytesMax">Most bytes.</param>
    /// <param name="mediaTypes">Media types that are taken.</param>
    /// <exception cref="InvalidInputException">CDL-0735, CDL-0738: too long, empty, no UTF-8, or
    /// of another media type.</exception>
    public static async Task<string> TextAsync(
        HttpContext http, int bytesMax, params string[] mediaTypes)
    {
        RequireMediaType(http, mediaTypes);
        var bytes = await BytesAsync(http, bytesMax);
        try
        {
            var text = StrictUtf8.GetString(bytes);
            return string.IsNullOrWhiteSpace(text)
                ? throw Problems.Body("empty", "a text")
                : text;
        }
        catch (DecoderFallbackException)
        {
            throw Problems.Body("bytes that are no UTF-8", "text in UTF-8");
        }
    }

    private static void RequireMediaType(HttpContext http, string[] mediaTypes)
    {
        var isKnown = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            && mediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            && (!type.Charset.HasValue
                || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isKnown)
        {
            throw new InvalidInputException(
                JobErrors.MediaType, "Content-Type", Shown(http.Request.ContentType),
                string.Join(", ", mediaTypes) + "; charset utf-8",
                $"Send the header Content-Type: {mediaTypes[0]}.");
        }
    }

    private static async Task<byte[]> BytesAsync(HttpContext http, int bytesMax)
    {
        if (http.Request.ContentLength > bytesMax)
        {
            throw Problems.BodyTooLong(bytesMax);
        }

        var buffer = new byte[bytesMax + 1];
        var length = 0;
        while (await http.Request.Body.ReadAsync(buffer.AsMemory(length), http.RequestAborted)
            is > 0 and var read)
        {
            length += read;
            if (length > bytesMax)
            {
                throw Problems.BodyTooLong(bytesMax);
            }
        }

        return buffer[..length];
    }

    private static InvalidInputException BadParameter(string name, string value, string allowed) =>
        new(JobErrors.Parameter, name, Shown(value), allowed, "Correct the query of the request.");

    /// <summary>Part of an error's text: short, and without what could steer a terminal.</summary>
    private static string Shown(string? text)
    {
        const int LengthMax = 80;
        var plain = string.Concat((text ?? "(nothing)").Select(c => char.IsControl(c) ? '?' : c));
        return plain.Length <= LengthMax ? plain : plain[..LengthMax] + "...";
    }
}
