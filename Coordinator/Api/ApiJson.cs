using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaCoded.Coordinator.Api;

/// <summary>How the API writes JSON: camelCase names, words for what JSON has no number for.
/// </summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}

/// <summary>A job in a line of a list.</summary>
internal record JobJson
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>submitted, running, waiting, paused, finished, failed or cancelled.</summary>
    public required string State { get; init; }

    /// <summary>The state in words.</summary>
    public required string Summary { get; init; }

    /// <summary>pause or cancel where it is about to; else null.</summary>
    public required string? Intent { get; init; }

    public required string? Reason { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    public required long Steps { get; init; }

    /// <summary>Workers that are here, of those that it wants; null: it does not run.</summary>
    public required int? WorkersHere { get; init; }

    public required int Workers { get; init; }

    /// <summary>Who is not here, where it waits for them.</summary>
    public required IReadOnlyList<int> Missing { get; init; }

    /// <summary>Mean time of the latest steps.</summary>
    public required double? StepSeconds { get; init; }

    public required double? Loss { get; init; }

    public required double? TestLoss { get; init; }

    public required double? TestAccuracy { get; init; }

    public required string? Checkpoint { get; init; }

    public required string Folder { get; init; }
}

/// <summary>A job with all that is known of it.</summary>
internal sealed record JobDetailsJson : JobJson
{
    [JsonConstructor]
    public JobDetailsJson()
    {
    }

    [SetsRequiredMembers]
    public JobDetailsJson(
        JobJson summary, IReadOnlyList<JobWorkerJson> workers, IReadOnlyList<JobEventJson> events)
        : base(summary) => (WorkerList, Events) = (workers, events);

    public required IReadOnlyList<JobWorkerJson> WorkerList { get; init; }

    public required IReadOnlyList<JobEventJson> Events { get; init; }
}

/// <summary>A worker of a job.</summary>
internal sealed record JobWorkerJson(
    int Worker, bool IsHere, string? Node, string Last, long? LastStep, long Used, long Late,
    long Cancelled, long Lost, long Restarts, double? MeanArrivalSeconds);

/// <summary>Something that happened to a job.</summary>
internal sealed record JobEventJson(
    long Line, DateTimeOffset At, string Kind, long? Step, int? Worker, string Text, double? Loss,
    double? Accuracy);

/// <summary>A partition that a node serves.</summary>
internal sealed record PartitionJson(string Job, int Worker);

/// <summary>A worker node.</summary>
internal sealed record NodeJson(
    string Name, string State, bool IsExcluded, DateTimeOffset Since, string? Address, int Slots,
    IReadOnlyList<PartitionJson> Partitions);

/// <summary>The coordinator that answers.</summary>
internal sealed record CoordinatorJson(
    string Address, bool IsInCharge, string Engine, string Version, DateTimeOffset StartedAt,
    bool HasTls, bool HasToken);

/// <summary>The cluster at a glance.</summary>
internal sealed record ClusterJson(
    CoordinatorJson Coordinator, IReadOnlyList<NodeJson> Nodes, IReadOnlyList<JobJson> Jobs);

/// <summary>RFC 9457, with the parts of an error that somebody can mend.</summary>
internal sealed record ProblemJson(
    string Type, string Title, int Status, string Detail, string? Code, string? Key,
    string? Value, string? Allowed, string? Remedy);
