using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Race;

/// <summary>What a race does where messages may be lost.</summary>
internal sealed partial class StepRace
{
    /// <summary>A row is asked for once more of the worker that computes it: the request, or the
    /// answer, may be lost on its way. The worker goes on where it is, and what it has announced
    /// meanwhile counts as well.</summary>
    /// <returns>The key to ask with, or null where nothing is owed.</returns>
    public AnswerKey? Remind(int partition)
    {
        if (!IsComputing(partition))
        {
            return null;
        }

        _runners[partition].Remind();
        return KeyOf(partition);
    }

    /// <summary>Whether an awaited answer is to a reminder rather than to the first request.
    /// </summary>
    public bool IsReminded(AnswerKey key) => key.Attempt > _runners[key.Partition].AskedFrom;

    /// <summary>Whether a partition's row was asked for once in this step: later ones go on from
    /// chunks that were done before, so that their time says nothing.</summary>
    public bool IsFirstAsk(int partition) => _runners[partition].Asks == 1;
}
