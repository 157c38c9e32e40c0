using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary>Files that verbs write.</summary>
internal static class OutputFile
{
    /// <param name="option">Which named it, for errors.</param>
    /// <param name="path">Where.</param>
    /// <param name="text">What.</param>
    /// <param name="isForced">Whether a file that exists may be replaced.</param>
    /// <exception cref="InvalidInputException">CDL-0190: it exists; CDL-0191: it cannot be written.
    /// </exception>
    public static void Write(string option, string path, string text, bool isForced)
    {
        if (File.Exists(path) && !isForced)
        {
            throw new InvalidInputException(
                "CDL-0190", option, path, "a file that does not exist yet",
                "Name another file, or add --force to replace it.");
        }

        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException(
                "CDL-0191", option, path, "a file that can be written", problem.Message);
        }
    }
}
