using System.ComponentModel;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>
/// Worker processes of this machine: started, started again when they die, put in quarantine when
/// they die too often, stopped in good order. Safe for several threads.
/// </summary>
internal sealed class NodeProcesses : IAsyncDisposable
{
    /// <summary>Deaths of one cause that come closer together are told once.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    /// <summary>Time that processes have to end when they are asked to.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly INodeStarter _starter;
    private readonly INodeNews _news;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly List<LocalNode> _nodes;
    private readonly DeathNotes _notes = new(Moment);
    private readonly TaskCompletionSource<NodeEnd> _hopeless =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _allEnded =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ITimer? _collecting;
    private ITimer? _killing;
    private bool _isStopping;

    /// <summary>Starts all of them.</summary>
    /// <param name="starts">The nodes.</param>
    /// <param name="supervision">Pauses, and when too often is.</param>
    /// <param name="starter">Starts processes.</param>
    /// <param name="news">Told what happens.</param>
    /// <param name="time">Clock and timers.</param>
    public NodeProcesses(
        IEnumerable<NodeStart> starts, SupervisionOptions supervision, INodeStarter starter,
        INodeNews news, TimeProvider time)
    {
        (_starter, _news, _time, _began) = (starter, news, time, time.GetTimestamp());
        _nodes = [.. starts.Select(start => new LocalNode(start, supervision))];
        lock (_gate)
        {
            _nodes.ForEach(Start);
        }
    }

    /// <summary>Completes with the first end of a process that no further start could mend, or
    /// with the last one when all nodes are in quarantine.</summary>
    public Task<NodeEnd> Hopeless => _hopeless.Task;

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <summary>The nodes of a job: names <c>local-0</c>, <c>local-1</c>, ... and free ports.
    /// </summary>
    public static IEnumerable<NodeStart> Starts(int count) =>
        FreePorts.Take(count).Select((port, number) => new NodeStart($"local-{number}", port));

    /// <summary>How they are.</summary>
    public IReadOnlyList<LocalNodeView> Views()
    {
        lock (_gate)
        {
            return [.. _nodes.Select(node => node.View)];
        }
    }

    /// <summary>Asks all processes to end, and ends those that do not within
    /// <see cref="Patience"/>.</summary>
    public async Task StopAsync()
    {
        lock (_gate)
        {
            if (!_isStopping)
            {
                _isStopping = true;
                AskAllToEnd();
            }
        }

        await _allEnded.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        lock (_gate)
        {
            _killing?.Dispose();
            _collecting?.Dispose();
            Show(_notes.Collect(TimeSpan.MaxValue / 2));
        }
    }

    private void AskAllToEnd()
    {
        foreach (var node in _nodes)
        {
            node.Timer?.Dispose();
            if (node.Process is { } process)
            {
                process.AskToEnd();
            }
            else
            {
                node.State = LocalNodeState.Ended;
            }
        }

        _killing = Later(Patience, () => _nodes.ForEach(node => node.Process?.Kill()));
        CompleteWhenEnded();
    }

    private void Start(LocalNode node)
    {
        node.Timer?.Dispose();
        node.Timer = null;
        try
        {
            node.Process = _starter.Start(node.Start, end => Ended(node, end));
        }
        catch (Exception refusal) when (refusal is Win32Exception or IOException)
        {
            Bury(node, 0, new NodeEnd(new NodeExit(null), [refusal.Message]));
            return;
        }

        node.State = LocalNodeState.Running;
        var again = node.Starts++ == 0 ? "started" : "started again";
        _news.Happened("node-started", $"node {node.Name} {again}, process {node.Process.Id}");
    }

    private void Ended(LocalNode node, NodeEnd end)
    {
        lock (_gate)
        {
            var process = node.Process!.Id;
            node.Process = null;
            if (_isStopping)
            {
                node.State = LocalNodeState.Ended;
                CompleteWhenEnded();
                return;
            }

            Bury(node, process, end);
        }
    }

    /// <summary>A death that was not asked for.</summary>
    private void Bury(LocalNode node, int process, NodeEnd end)
    {
        ShowDeath(node, process, end);
        var what = $"node {node.Name} {end.Exit}";
        if (end.Exit.IsHopeless)
        {
            node.State = LocalNodeState.Ended;
            _news.Happened("node-lost", $"{what}; another start would end likewise");
            _hopeless.TrySetResult(end);
            return;
        }

        var (pause, isQuarantined) = node.Backoff.OnDeath(Now);
        node.State = isQuarantined ? LocalNodeState.Quarantined : LocalNodeState.Pausing;
        node.Timer = Later(pause, () => StartAgain(node));
        var seconds = FormattableString.Invariant($"{pause.TotalSeconds:0.#} s");
        if (!isQuarantined)
        {
            _news.Happened("node-lost", $"{what}; it is started again in {seconds}");
            return;
        }

        _news.Happened(
            "node-quarantined", $"{what}, too often; it is started again after {seconds}");
        if (_nodes.TrueForAll(other => other.State == LocalNodeState.Quarantined))
        {
            _hopeless.TrySetResult(end);
        }
    }

    private void StartAgain(LocalNode node)
    {
        if (!_isStopping)
        {
            Start(node);
        }
    }

    private void CompleteWhenEnded()
    {
        if (_nodes.TrueForAll(node => node.Process is null))
        {
            _allEnded.TrySetResult();
        }
    }

    private void ShowDeath(LocalNode node, int process, NodeEnd end)
    {
        Show(_notes.Add(node.Name, process, end, Now));
        if (!_notes.IsEmpty)
        {
            _collecting ??= Later(Moment, Collect);
        }
    }

    private void Collect()
    {
        _collecting?.Dispose();
        Show(_notes.Collect(Now));
        _collecting = _notes.IsEmpty ? null : Later(Moment, Collect);
    }

    private void Show(IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            _news.Show(lines);
        }
    }

    private ITimer Later(TimeSpan pause, Action action) => _time.CreateTimer(
        _ =>
        {
            lock (_gate)
            {
                action();
            }
        },
        null, pause, Timeout.InfiniteTimeSpan);
}
