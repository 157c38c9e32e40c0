using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// The order in which the reference sums chunks: by code group, then index, as a coordinator with
/// the job's code does. Only so are its losses comparable bit by bit with a coded run's.
/// </summary>
internal static class TrainingGroups
{
    /// <summary>
    /// The chunks of each group of the job's repetition code; null where the job's code is none
    /// or cuts a step into other chunks than the training does.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<int>>? Of(LayeredConfig config)
    {
        var code = CodeOptions.Read(config).Build();
        var chunks = config.Reader("coded.training").Int("chunks", 1, int.MaxValue);
        return code.Groups is { } groups && code.Chunks == chunks
            ? [.. groups.Rows.Select(row => (IReadOnlyList<int>)[.. row.Chunks.Order()])
                .OrderBy(row => row[0])]
            : null;
    }
}
