namespace AkkaCoded.WorkerNode.Computing;

/// <summary>Errors as they travel: control messages are small, and a trace is for the log.
/// </summary>
internal static class ErrorText
{
    private const int LengthMax = 1000;

    public static string Of(Exception error)
    {
        var text = $"{error.GetType().Name}: {error.Message}";
        return text.Length <= LengthMax ? text : text[..LengthMax] + " ...";
    }
}
