using System.Runtime.Serialization;

namespace AkkaCoded.Messages.Protocol;

/// <summary>The refusals of the wire, each with its number in docs/errors.md.</summary>
internal static class WireErrors
{
    private const string UnknownNumber = "CDL-0120";
    private const string TooLargeNumber = "CDL-0121";
    private const string RefusedNumber = "CDL-0122";

    public static SerializationException Unknown(string? manifest, IEnumerable<string> known) =>
        new($"{UnknownNumber}: the message format '{Shorten(manifest)}' is unknown here; known "
            + $"are: {string.Join(", ", known)}. Run the same version of the program on all nodes, "
            + "or update the nodes that read first.");

    public static SerializationException TooLarge(string manifest, int bytes) =>
        new($"{TooLargeNumber}: a message {manifest} has {bytes} bytes; at most "
            + $"{WireLimits.MessageBytesMax} are allowed. Shorten the configuration of the job, "
            + "or give a worker fewer chunks.");

    public static SerializationException Refused(string manifest, string why) =>
        new($"{RefusedNumber}: a message {manifest} is refused: {why}. Whatever sent it is in "
            + "error.");

    public static SerializationException NoMessage(Type? type) =>
        new($"{RefusedNumber}: {type?.ToString() ?? "null"} is no message of the wire protocol: "
            + "it has no format in WireFormats.");

    // What names the format came from outside and may be of any length.
    private static string Shorten(string? manifest) =>
        manifest is { Length: > 40 } ? manifest[..40] + "..." : manifest ?? "(nothing)";
}
