using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Service;

namespace AkkaCoded.Coordinator.Api;

/// <summary>From what the coordinator knows to what the API tells.</summary>
internal static class ApiViews
{
    public static JobJson Of(JobView view)
    {
        var (job, figures) = (view.Job, view.Figures);
        return new JobJson
        {
            Id = job.Id,
            Name = job.Name,
            State = job.State.Word(),
            Summary = JobTexts.Of(job),
            Intent = job.Intent == JobIntent.Finish ? null : JobTexts.Verb(job.Intent),
            Reason = job.Reason,
            SubmittedAt = job.SubmittedAt,
            StartedAt = job.StartedAt,
            EndedAt = job.EndedAt,
            Step = figures.Step,
            Steps = job.Steps,
            WorkersHere = HereOf(view),
            Workers = job.Workers,
            Missing = job.Shortage?.Missing ?? [],
            StepSeconds = figures.StepSeconds,
            Loss = figures.Loss,
            TestLoss = figures.TestLoss,
            TestAccuracy = figures.TestAccuracy,
            Checkpoint = figures.Checkpoint,
            Folder = view.Folder,
        };
    }

    public static JobDetailsJson DetailsOf(JobView view, IReadOnlyList<NodeView> nodes) => new(
        Of(view),
        view.Progress is { } progress ? WorkersOf(view.Job, progress, nodes) : [],
        [
            .. view.Log.Recent.Select(line => new JobEventJson(
                line.Line, line.At, line.Kind, line.Step, line.Worker, line.Text, line.Loss,
                line.Accuracy)),
        ]);

    public static NodeJson Of(NodeView node) => new(
        node.Name, node.StateText, node.Exclusion is not null, node.Since,
        node.Address?.ToString(), node.Slots,
        [
            .. node.Partitions.OrderBy(one => one.Job.Value).ThenBy(one => one.Worker.Number)
                .Select(one => new PartitionJson(one.Job.Value, one.Worker.Number)),
        ]);

    private static int? HereOf(JobView view) => view.Job.State.IsUnderWay()
        ? view.Progress?.Workers.Count(one => one.IsHere && one.Worker < view.Job.Workers) ?? 0
        : null;

    private static List<JobWorkerJson> WorkersOf(
        JobEntry job, JobProgress progress, IReadOnlyList<NodeView> nodes)
    {
        var totals = progress.Tally.Summary().Workers.ToDictionary(one => one.Worker);
        var nodeOf = nodes
            .SelectMany(node => node.Partitions, (node, one) => (node.Name, one))
            .Where(pair => pair.one.Job.Value == job.Id)
            .ToLookup(pair => pair.one.Worker.Number, pair => pair.Name);
        return [.. progress.Workers.Select(worker =>
        {
            var sum = totals.GetValueOrDefault(worker.Worker)
                ?? new WorkerTotals(worker.Worker, 0, 0, 0, 0, 0, null);
            var isHere = worker.IsHere && job.State.IsUnderWay();
            return new JobWorkerJson(
                worker.Worker, isHere, nodeOf[worker.Worker].FirstOrDefault(), worker.Last,
                worker.LastStep, sum.Used, sum.Late, sum.Cancelled, sum.Lost, sum.Restarts,
                sum.MeanArrivalSeconds);
        })];
    }
}
