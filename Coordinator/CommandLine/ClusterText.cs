using System.Globalization;
using AkkaCoded.Coordinator.Api;
using AkkaCoded.Coordinator.Report;
using Spectre.Console;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>Jobs, nodes and cluster for people.</summary>
internal static class ClusterText
{
    private const int EventsShown = 12;

    public static void WriteJobs(TextWriter output, IReadOnlyList<JobJson> jobs)
    {
        if (jobs.Count == 0)
        {
            output.WriteLine("no jobs; submit one with ./akkacoded job submit hocon/digits.conf");
            return;
        }

        var table = CommandOutput.Table(
            ("id", false), ("state", false), ("step", true), ("workers", true), ("step time", true),
            ("loss", true), ("test accuracy", true), ("submitted", false));
        foreach (var job in jobs)
        {
            AddRow(
                table, job.Id, job.Intent is null ? job.State : $"{job.State} (will {job.Intent})",
                $"{job.Step} of {job.Steps}", WorkersOf(job),
                job.StepSeconds is { } seconds ? TimeUnit.Text(seconds) : "",
                Number(job.Loss, "0.0000"), Number(job.TestAccuracy, "0.00%"),
                Time(job.SubmittedAt));
        }

        CommandOutput.Console(output).Write(table);
    }

    public static void WriteJob(TextWriter output, JobDetailsJson job)
    {
        foreach (var (head, text) in Lines(job).Where(line => line.Item2.Length > 0))
        {
            output.WriteLine($"{head,-12}{Plain(text)}");
        }

        if (job.WorkerList.Count > 0)
        {
            WriteWorkers(output, job.WorkerList, job.WorkersHere is not null);
        }

        if (job.Events.Count > 0)
        {
            output.WriteLine("events");
            foreach (var one in job.Events.TakeLast(EventsShown))
            {
                output.WriteLine($"  {Time(one.At)}  {one.Kind}: {Plain(one.Text)}");
            }
        }
    }

    public static void WriteNodes(TextWriter output, IReadOnlyList<NodeJson> nodes)
    {
        if (nodes.Count == 0)
        {
            output.WriteLine(
                "no worker nodes; start one with ./akkacoded worker --coordinator URL");
            return;
        }

        var table = CommandOutput.Table(
            ("node", false), ("state", false), ("slots", true), ("partitions", false),
            ("since", false), ("address", false));
        foreach (var node in nodes)
        {
            AddRow(
                table, node.Name, StateOf(node), Text(node.Slots), PartitionsOf(node),
                Time(node.Since), node.Address ?? "");
        }

        CommandOutput.Console(output).Write(table);
    }

    /// <summary>What <c>job describe</c> says of where the job is run.</summary>
    public static string StateOf(NodeJson node) =>
        node.IsExcluded && node.State is not ("drained" or "quarantined")
            ? $"{node.State}, excluded"
            : node.State;

    public static string WorkersOf(JobJson job) =>
        job.WorkersHere is { } here ? $"{here} of {job.Workers}" : Text(job.Workers);

    private static IEnumerable<(string, string)> Lines(JobDetailsJson job)
    {
        yield return (job.Id, job.Summary + (job.Intent is null ? "" : $"; will {job.Intent}"));
        yield return ("step", $"{job.Step} of {job.Steps}"
            + (job.StepSeconds is { } seconds ? $", {TimeUnit.Text(seconds)} a step lately" : ""));
        yield return ("loss", Number(job.Loss, "0.0000"));
        yield return ("test", job.TestAccuracy is { } accuracy
            ? $"accuracy {accuracy:0.00%}, loss {Number(job.TestLoss, "0.0000")}"
            : "");
        yield return ("workers", job.Missing.Count == 0
            ? WorkersOf(job)
            : $"{WorkersOf(job)}; missing: {string.Join(", ", job.Missing)}");
        yield return ("submitted", Time(job.SubmittedAt));
        yield return ("started", job.StartedAt is { } started ? Time(started) : "");
        yield return ("ended", job.EndedAt is { } ended ? Time(ended) : "");
        yield return ("checkpoint", job.Checkpoint ?? "");
        yield return ("folder", job.Folder);
    }

    private static void WriteWorkers(
        TextWriter output, IReadOnlyList<JobWorkerJson> workers, bool isUnderWay)
    {
        var table = CommandOutput.Table(
            ("worker", true), ("here", false), ("node", false), ("used", true), ("late", true),
            ("cancelled", true), ("lost", true), ("restarts", true), ("answers after", true),
            ("last", false));
        foreach (var one in workers)
        {
            var last = one.LastStep is { } step ? $"step {step}: {one.Last}" : one.Last;
            AddRow(
                table, Text(one.Worker), !isUnderWay ? "" : one.IsHere ? "yes" : "no",
                one.Node ?? "", Text(one.Used),
                Text(one.Late), Text(one.Cancelled), Text(one.Lost), Text(one.Restarts),
                one.MeanArrivalSeconds is { } mean ? TimeUnit.Text(mean) : "", last);
        }

        CommandOutput.Console(output).Write(table);
    }

    private static string PartitionsOf(NodeJson node) => string.Join(
        "; ",
        node.Partitions.GroupBy(one => one.Job)
            .Select(job => $"{job.Key}: {string.Join(", ", job.Select(one => one.Worker))}"));

    private static void AddRow(Table table, params string[] cells) =>
        table.AddRow([.. cells.Select(cell => new Text(Plain(cell)))]);

    /// <summary>Text of a coordinator cannot steer the terminal.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    /// <summary>The loss of a training that diverges would fill the line.</summary>
    private static string Number(double? value, string format) =>
        value?.ToString(Math.Abs(value.Value) < 1e5 ? format : "0.00e+0",
            CultureInfo.InvariantCulture) ?? "";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString(
        "yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
