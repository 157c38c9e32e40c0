using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Record;

/// <summary>
/// Reads a run record. A last line that a killed process has torn is passed over. Steps that a
/// resume repeated count once: when a session begins at step s, all that earlier sessions wrote
/// about steps from s on is history that did not lead to the weights.
/// </summary>
public static class RunRecordReader
{
    /// <summary>The lines that count, in the order of the file.</summary>
    /// <param name="path">The file <c>record.jsonl</c>.</param>
    /// <exception cref="InvalidInputException">CDL-0561: no such file; CDL-0562: another format
    /// or version; CDL-0563: damaged.</exception>
    public static IEnumerable<RunRecordLine> Read(string path)
    {
        var replacedFrom = ReplacedFrom(path);
        var session = -1;
        foreach (var line in AllLines(path))
        {
            session += line is SessionLine ? 1 : 0;
            if (!IsReplaced(line, replacedFrom[Math.Max(session, 0)]))
            {
                yield return line;
            }
        }
    }

    /// <summary>Running time at the last line; 0 for an empty file.</summary>
    internal static double LastSeconds(string path) =>
        new FileInfo(path).Length == 0 ? 0 : AllLines(path).Max(line => line.AtSeconds);

    /// <summary>An evaluation is repeated with its step; what else happened did happen.</summary>
    private static bool IsReplaced(RunRecordLine line, long from) => line switch
    {
        StepLine step => step.Step.Step >= from,
        EventLine { Event.Kind: "evaluation" } happened => happened.Event.Step > from,
        _ => false,
    };

    /// <summary>By session: the first step that a later session did again.</summary>
    private static List<long> ReplacedFrom(string path)
    {
        var first = new List<long>();
        var hasStep = false;
        foreach (var line in AllLines(path))
        {
            if (line is SessionLine)
            {
                first.Add(long.MaxValue);
                hasStep = false;
            }
            else if (line is StepLine { Step.Step: var step } && !hasStep)
            {
                first[^1] = step;
                hasStep = true;
            }
        }

        var replaced = new List<long>(Enumerable.Repeat(long.MaxValue, first.Count));
        for (var session = first.Count - 2; session >= 0; session--)
        {
            replaced[session] = Math.Min(replaced[session + 1], first[session + 1]);
        }

        return replaced;
    }

    private static IEnumerable<RunRecordLine> AllLines(string path)
    {
        using var file = Open(path);
        var number = 0;
        foreach (var (text, isWhole) in new LineSplitter(file).Lines())
        {
            number++;
            var line = Parse(text, path, number, isWhole);
            if (number == 1 && line is not SessionLine)
            {
                throw Damaged(path, number, "the file does not begin with a session");
            }

            if (line is not null)
            {
                yield return line;
            }
        }

        if (number == 0)
        {
            throw Damaged(path, 1, "the file is empty");
        }
    }

    private static RunRecordLine? Parse(
        ReadOnlyMemory<byte> text, string path, int number, bool isWhole)
    {
        try
        {
            return RunRecordParser.Parse(text, path);
        }
        catch (FormatException) when (!isWhole && number > 1)
        {
            return null;
        }
        catch (FormatException problem)
        {
            throw Damaged(path, number, problem.Message);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16,
                FileOptions.SequentialScan);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                "CDL-0561", "run record", path, "a file record.jsonl that can be read",
                $"Name the folder of a run. {problem.Message}");
        }
    }

    private static InvalidInputException Damaged(string path, int number, string why) => new(
        "CDL-0563", "run record", $"{path}:{number}", "one JSON object per line, as written",
        $"Delete the line, or the file to begin a new record. {why}");
}
