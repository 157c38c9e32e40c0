using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Exchange;

/// <summary>Where the data plane keeps what; both ends take the paths from here.</summary>
public static class DataPlanePaths
{
    /// <summary>Common beginning; the number changes when an old end could not talk to a new one.
    /// </summary>
    public const string Root = "/data/v1";

    /// <summary>Route template of parameters.</summary>
    public const string ParametersTemplate =
        Root + "/jobs/{job}/epochs/{epoch:long:min(0)}/parameters/{version:long:min(0)}";

    /// <summary>Route template of answers.</summary>
    public const string AnswersTemplate =
        Root + "/jobs/{job}/epochs/{epoch:long:min(0)}/steps/{step:long:min(0)}"
        + "/answers/{partition:int:min(0)}/{attempt:int:min(0)}";

    /// <summary>Route template of shared files.</summary>
    public const string FilesTemplate = Root + "/files/{sha256}";

    /// <summary>Route template of presence connections.</summary>
    public const string PresenceTemplate =
        Root + "/presence/{node}/{incarnation:long:min(0)}";

    /// <summary>Response header with the <see cref="ContentHash"/> of parameters, 16 hexadecimal
    /// digits.</summary>
    public const string HashHeader = "Content-Hash";

    /// <summary>Path of one version of parameters.</summary>
    public static string Parameters(ParametersKey key) =>
        $"{Root}/jobs/{key.Job}/epochs/{key.JobEpoch}/parameters/{key.Version}";

    /// <summary>Path of one answer.</summary>
    public static string Answer(AnswerKey key) =>
        $"{Root}/jobs/{key.Step.Job}/epochs/{key.Step.JobEpoch}/steps/{key.Step.Step}"
        + $"/answers/{key.Partition}/{key.Attempt}";

    /// <summary>Path of a shared file.</summary>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    public static string File(string sha256) => $"{Root}/files/{sha256}";

    /// <summary>Path of a node's presence connection.</summary>
    public static string Presence(string node, long incarnation) =>
        $"{Root}/presence/{node}/{incarnation}";

    /// <summary>Whether a text can name a node: 1 to 128 letters, digits, dots, colons, hyphens
    /// and underscores of ASCII, so that host:port does, not beginning with a dot.</summary>
    public static bool IsNode(string? text) =>
        text is { Length: >= 1 and <= 128 } && text[0] != '.'
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '_');

    /// <summary>Whether a text is a SHA-256 as paths write it: 64 lower-case hexadecimal digits.
    /// </summary>
    public static bool IsSha256(string? text) =>
        text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
