using System.Collections.Immutable;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Race;

/// <summary>What can be asked of a race.</summary>
internal sealed partial class StepRace
{
    /// <summary>The highest attempt of any row in this step.</summary>
    public int AttemptMax => _runners.Max(runner => runner.Attempt);

    /// <summary>Whether a row is being computed for the step.</summary>
    public bool IsComputing(int partition) =>
        _isOpen && _runners[partition].Standing == Standing.Computing;

    /// <summary>Whether the answer was asked for and has not come.</summary>
    public bool IsAwaited(AnswerKey key) =>
        IsNamed(key) && _runners[key.Partition].Standing
            is Standing.Computing or Standing.Cancelled;

    /// <summary>Whether a winner has announced its answer, but the vector is not here.</summary>
    public bool IsFetching(int partition) =>
        _isOpen && _runners[partition] is { IsWinner: true, IsHere: false };

    /// <summary>The newest key of a partition in this step.</summary>
    public AnswerKey KeyOf(int partition) => new(_key, partition, _runners[partition].Attempt);

    private ImmutableArray<int> Missing() =>
        [.. Enumerable.Range(0, _runners.Length)
            .Where(partition => _runners[partition].HasRow && !_possible.Contains(partition))];

    private bool IsNamed(AnswerKey key) =>
        _isOpen && key.Step == _key && (uint)key.Partition < (uint)_runners.Length
        && key.Attempt == _runners[key.Partition].Attempt;

    private bool IsAnswered(int partition) => _runners[partition].Standing == Standing.Answered;
}
