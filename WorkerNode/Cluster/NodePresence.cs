using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>The presence connections of a node, one to each coordinator. Safe for several threads.
/// </summary>
internal sealed class NodePresence : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly PresenceLink?[] _links;
    private readonly PresenceClient[] _clients;
    private readonly IReadOnlyList<DataPlaneTarget> _targets;
    private readonly Action<string> _log;
    private TaskCompletionSource _changed = NewSignal();
    private volatile bool _isEnding;

    /// <param name="settings">Whose presence, and with whom.</param>
    /// <param name="incarnation">Which start of the node.</param>
    public NodePresence(NodeHostSettings settings, long incarnation)
    {
        _log = settings.Log;
        _targets = [.. settings.Cluster.Coordinators.Select(settings.TargetOf)];
        _links = new PresenceLink?[_targets.Count];
        _clients =
        [
            .. _targets.Select((target, index) => new PresenceClient(
                target, settings.Node.Name, incarnation, settings.Time,
                link => Change(index, link))),
        ];
    }

    /// <summary>Whether some coordinator sees this node.</summary>
    public bool IsConnected => Has(PresenceLink.Connected);

    /// <summary>Whether a coordinator has a later start of this node, or does not know its token.
    /// </summary>
    public bool IsRefused => Has(PresenceLink.Refused);

    /// <summary>Ends with the next change.</summary>
    public Task NextChange
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        foreach (var client in _clients)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool Has(PresenceLink link)
    {
        lock (_gate)
        {
            return _links.Contains(link);
        }
    }

    private void Change(int index, PresenceLink link)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _links[index] = link;
            (changed, _changed) = (_changed, NewSignal());
        }

        if (link == PresenceLink.Lost && !_isEnding)
        {
            var address = _targets[index].Address.GetLeftPart(UriPartial.Authority);
            _log($"the coordinator {address} has gone; trying again");
        }

        changed.SetResult();
    }
}
