namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// In which order each worker goes through its chunks. Where every chunk is at every position of
/// some worker's list once, no chunk comes last everywhere, and the chunks that slow workers have
/// not reached are the first of others.
/// </summary>
internal static class ChunkOrder
{
    /// <summary>
    /// The chunks of each worker in order of work. Repetition groups: each copy of the list starts
    /// at another place, as far apart as they fit. Placements in which every worker holds as many
    /// chunks as every chunk has workers: one perfect matching of workers and chunks per position,
    /// which exist by Hall's theorem. Others: each worker's list is turned by its index.
    /// </summary>
    public static int[][] Of(GradientCode code)
    {
        if (code.Groups is { } groups)
        {
            return OfGroups(code, groups);
        }

        return IsRegular(code) ? ByMatchings(code) : Turned(code, worker => worker);
    }

    private static int[][] OfGroups(GradientCode code, RepetitionGroups groups)
    {
        var copies = new int[groups.Count];
        var copyOfWorker = new int[code.Workers];
        for (var worker = 0; worker < code.Workers; worker++)
        {
            if (groups.GroupOf(worker) is var group and >= 0)
            {
                copyOfWorker[worker] = copies[group]++;
            }
        }

        return Turned(code, worker =>
        {
            var group = groups.GroupOf(worker);
            return group < 0
                ? 0
                : copyOfWorker[worker] * code.Row(worker).Chunks.Length / copies[group];
        });
    }

    private static int[][] Turned(GradientCode code, Func<int, int> startOf)
    {
        var orders = new int[code.Workers][];
        for (var worker = 0; worker < code.Workers; worker++)
        {
            var chunks = code.Row(worker).Chunks;
            var start = startOf(worker);
            orders[worker] = new int[chunks.Length];
            for (var k = 0; k < chunks.Length; k++)
            {
                orders[worker][k] = chunks[(start + k) % chunks.Length];
            }
        }

        return orders;
    }

    private static bool IsRegular(GradientCode code)
    {
        if (code.Chunks != code.Workers)
        {
            return false;
        }

        var holders = new int[code.Chunks];
        for (var worker = 0; worker < code.Workers; worker++)
        {
            if (code.Row(worker).Chunks.Length != code.LoadChunks)
            {
                return false;
            }

            foreach (var chunk in code.Row(worker).Chunks)
            {
                holders[chunk]++;
            }
        }

        return holders.All(count => count == code.LoadChunks);
    }

    private static int[][] ByMatchings(GradientCode code)
    {
        var left = Enumerable.Range(0, code.Workers)
            .Select(worker => code.Row(worker).Chunks.ToList())
            .ToArray();
        var orders = Enumerable.Range(0, code.Workers)
            .Select(_ => new int[code.LoadChunks])
            .ToArray();
        for (var position = 0; position < code.LoadChunks; position++)
        {
            var workerOfChunk = Match(left);
            for (var chunk = 0; chunk < workerOfChunk.Length; chunk++)
            {
                orders[workerOfChunk[chunk]][position] = chunk;
                left[workerOfChunk[chunk]].Remove(chunk);
            }
        }

        return orders;
    }

    /// <summary>A perfect matching by augmenting paths.</summary>
    private static int[] Match(List<int>[] chunksOfWorker)
    {
        var workerOfChunk = new int[chunksOfWorker.Length];
        Array.Fill(workerOfChunk, -1);
        var seenAt = new int[chunksOfWorker.Length];
        for (var worker = 0; worker < chunksOfWorker.Length; worker++)
        {
            var found = Augment(worker, worker + 1, chunksOfWorker, workerOfChunk, seenAt);
            Contract.Require(found, "a regular bipartite graph has a perfect matching");
        }

        return workerOfChunk;
    }

    private static bool Augment(
        int worker, int mark, List<int>[] chunksOfWorker, int[] workerOfChunk, int[] seenAt)
    {
        foreach (var chunk in chunksOfWorker[worker])
        {
            if (seenAt[chunk] == mark)
            {
                continue;
            }

            seenAt[chunk] = mark;
            if (workerOfChunk[chunk] < 0
                || Augment(workerOfChunk[chunk], mark, chunksOfWorker, workerOfChunk, seenAt))
            {
                workerOfChunk[chunk] = worker;
                return true;
            }
        }

        return false;
    }
}
