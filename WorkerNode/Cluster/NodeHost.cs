using AkkaCoded.Codes;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>
/// A worker node of a cluster, for as long as it is not told to end: finds a coordinator, holds
/// its presence there, is a member of the cluster, and begins anew whenever it is one no more.
/// <see cref="NodeLife"/> decides; this does it.
/// </summary>
internal sealed class NodeHost
{
    /// <summary>How long the coordinator may take to see a node before it joins all the same.
    /// </summary>
    private static readonly TimeSpan PresencePatience = TimeSpan.FromSeconds(5);

    /// <summary>How long leaving in order may take.</summary>
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(5);

    private readonly NodeHostSettings _settings;
    private readonly TimeProvider _time;
    private readonly NodeLife _life;
    private readonly long _start;
    private readonly List<CoordinatorClient> _coordinators;
    private NodePresence? _presence;
    private string _said = "";

    private NodeHost(NodeHostSettings settings)
    {
        (_settings, _time) = (settings, settings.Time);
        _start = _time.GetTimestamp();
        _life = new NodeLife(settings.Cluster.Coordinators.Count);
        _coordinators =
        [
            .. settings.Cluster.Coordinators.Select(
                address => new CoordinatorClient(settings.TargetOf(address), _time)),
        ];
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Runs a node until it is told to end.</summary>
    /// <param name="settings">Which one.</param>
    /// <param name="stop">Has it leave in order.</param>
    /// <returns>Whether it was drained when it ended.</returns>
    /// <exception cref="InvalidInputException">CDL-0424, CDL-0710, CDL-0711, CDL-0766 to
    /// CDL-0768: it cannot be a node of this cluster.</exception>
    public static async Task<bool> RunAsync(NodeHostSettings settings, CancellationToken stop)
    {
        if (ClusterEngine.CheckSafe(settings.Node.ControlHost, settings.Cluster.IsInsecure) is
            { } warning)
        {
            settings.Log(warning);
        }

        var host = new NodeHost(settings);
        try
        {
            return await host.LiveAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            if (host._presence is { } presence)
            {
                await presence.DisposeAsync().ConfigureAwait(false);
            }

            host._coordinators.ForEach(coordinator => coordinator.Dispose());
        }
    }

    private async Task<bool> LiveAsync(CancellationToken stop)
    {
        while (true)
        {
            var (coordinator, info) = await SeekAsync(stop).ConfigureAwait(false);
            await AppearAsync(stop).ConfigureAwait(false);
            var member = NodeMember.Start(_settings, info);
            _settings.Sight.System = member.System;
            _life.Started(Now);
            try
            {
                await StayAsync(member, coordinator, stop).ConfigureAwait(false);
                _settings.Log($"{_life.Reason}; joining again");
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return await LeaveAsync(member).ConfigureAwait(false);
            }
            finally
            {
                _settings.Sight.System = null;
                await member.EndAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks one coordinator after the other until one tells whom to join.</summary>
    private async Task<(CoordinatorClient Coordinator, JoinInfo Info)> SeekAsync(
        CancellationToken stop)
    {
        while (true)
        {
            foreach (var coordinator in _coordinators)
            {
                try
                {
                    return (coordinator,
                        await coordinator.JoinAsync(stop).ConfigureAwait(false));
                }
                catch (DataPlaneException away)
                {
                    Say($"{away.Message}; trying again");
                }
            }

            await Task.Delay(_life.NotFound(), _time, stop).ConfigureAwait(false);
            CheckPresence();
        }
    }

    /// <summary>Holds the presence connections, and waits a little until one stands: a coordinator
    /// that sees a node as a member should know at once when it goes.</summary>
    private async Task AppearAsync(CancellationToken stop)
    {
        _presence ??= new NodePresence(_settings, _time.GetUtcNow().ToUnixTimeMilliseconds());
        _settings.Sight.Watch(_presence);
        var until = Now + PresencePatience;
        while (!_presence.IsConnected && Now < until)
        {
            CheckPresence();
            await PauseAsync(until - Now, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Looks after the membership until it is lost.</summary>
    private async Task StayAsync(
        NodeMember member, CoordinatorClient coordinator, CancellationToken stop)
    {
        while (true)
        {
            CheckPresence();
            var said = _presence!.IsConnected
                ? await AskAsync(member.Uid, stop).ConfigureAwait(false)
                : Membership.Unknown;
            switch (_life.Look(said, member.Ended.IsCompleted, Now))
            {
                case NodeStep.Rejoin:
                    return;
                case NodeStep.Joined:
                    SayJoined(coordinator);
                    break;
            }

            var pause = PauseAsync(_life.LookPause, stop);
            await Task.WhenAny(pause, member.Ended).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }
    }

    private async Task<Membership> AskAsync(long uid, CancellationToken stop)
    {
        var said = Membership.Unknown;
        foreach (var coordinator in _coordinators)
        {
            var one = await coordinator.MembershipAsync(uid, stop).ConfigureAwait(false);
            if (one == Membership.Yes)
            {
                return one;
            }

            said = one == Membership.No ? one : said;
        }

        return said;
    }

    private async Task<bool> LeaveAsync(NodeMember member)
    {
        _life.Leave();
        _settings.Log("leaving the cluster");
        if (_presence!.IsConnected)
        {
            await member.LeaveAsync(LeavePatience).ConfigureAwait(false);
        }

        return member.Board.Excluded.Contains(_settings.Node.Name);
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var changed = _presence!.NextChange;
        await Task.WhenAny(changed, Task.Delay(pause, _time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
    }

    private void CheckPresence()
    {
        if (_presence?.IsRefused == true)
        {
            throw new InvalidInputException(
                "CDL-0711", "coded.node.name", _settings.Node.Name,
                "a name that no other node has",
                "Another node of this name was started later; give this one another --name");
        }
    }

    private void SayJoined(CoordinatorClient coordinator)
    {
        var address = coordinator.Address.GetLeftPart(UriPartial.Authority);
        var node = _settings.Node;
        Say($"joined {address} as {node.Name}, {node.Slots} slot{(node.Slots == 1 ? "" : "s")}");
        _said = "";
    }

    /// <summary>What holds on is said once.</summary>
    private void Say(string line)
    {
        if (line != _said)
        {
            _said = line;
            _settings.Log(line);
        }
    }
}
