using System.Globalization;
using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// The number of the last reign over a job, in a file beside its checkpoints: messages of an
/// earlier coordinator must be told from those of this one.
/// </summary>
internal static class JobEpochFile
{
    /// <summary>Name of the file.</summary>
    public const string Name = "job-epoch";

    /// <summary>Begins a reign: one more than the last, noted before anything is done in it.
    /// </summary>
    /// <param name="folder">Folder of the checkpoints; made where it is not there.</param>
    /// <exception cref="InvalidInputException">CDL-0500: the file holds no number.</exception>
    public static long Next(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name);
        var epoch = Read(path) + 1;
        var beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(
                epoch.ToString(CultureInfo.InvariantCulture)));
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
        return epoch;
    }

    private static long Read(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        var text = File.ReadAllText(path).Trim();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            ? epoch
            : throw new InvalidInputException(
                "CDL-0500", path, text, "a whole number",
                "The file is damaged: write a number above that of all runs so far, such as 1000.");
    }
}
