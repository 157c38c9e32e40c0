using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>
/// The errors of data files: each names the file, the place and what was expected.
/// </summary>
internal static class DataErrors
{
    private const string Remedy = "The file is damaged or of another format: fetch it again.";

    public static InvalidInputException Missing(string path) =>
        new("CDL-0202", Path.GetFullPath(path), "(no such file)", "a readable data file",
            "Check coded.data and the folder in AKKACODED_DATA.");

    public static InvalidInputException Line(
        string code, string path, long line, object? found, string expected) =>
        new(code, $"{path}, line {line}", found, expected, Remedy);

    public static InvalidInputException Offset(
        string code, string path, long offset, object? found, string expected) =>
        new(code, $"{path}, offset {offset}", found, expected, Remedy);

    public static InvalidInputException Label(string place, object? found, int classes) =>
        new("CDL-0208", place, found, $"a whole class number 0 .. {classes - 1}",
            "Set coded.data.classes to the number of classes, or mend the file.");

    /// <summary>The number of classes that labels 0 .. largest make; a column of other numbers
    /// taken for labels would ask for a model of any size.</summary>
    public static int Classes(string path, long largest) => largest < DataOptions.ClassesMax
        ? (int)largest + 1
        : throw Label(path, largest, DataOptions.ClassesMax);

    /// <summary>Text as it may stand in an error: short, and on one line.</summary>
    public static string Short(ReadOnlySpan<char> text)
    {
        var line = text.Length > 40 ? string.Concat(text[..40], "...") : text.ToString();
        return line.ReplaceLineEndings(" ");
    }
}
