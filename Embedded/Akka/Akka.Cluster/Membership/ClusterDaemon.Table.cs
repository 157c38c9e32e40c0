using Akka.Actor;
using Akka.Cluster.Wire;

namespace Akka.Cluster.Membership;

internal sealed partial class ClusterDaemon
{
    private bool AsSeed(object message)
    {
        switch (message)
        {
            case JoinRequest join when Sender.Path.Address == join.Node.Address:
                Do(_seed.Join(join.Node, join.Roles));
                return true;
            case ClusterCommands.LeaveTo leave:
                Do(_seed.Leave(leave.Address));
                return true;
            case LeaveRequest leave:
                Do(_seed.Leave(leave.Address));
                return true;
            case ClusterCommands.DownTo down:
                Do(_seed.Down(down.Address));
                return true;
            case DownRequest down:
                Do(_seed.Down(down.Address));
                return true;
            case ExitingConfirmed exiting:
                Do(_seed.ExitConfirmed(exiting.Node));
                return true;
            case ClusterCommands.ExitingCompleted:
                Do(_seed.ExitConfirmed(Me));
                EndIfLeft();
                return true;
            case SessionSignal { State: SessionState.Silent } signal:
                Do(_seed.Silent(signal.Node, Now));
                return true;
            case SessionSignal { State: SessionState.Back } signal:
                Do(_seed.Back(signal.Node));
                return true;
            case SessionSignal { State: SessionState.Over } signal:
                Do(_seed.Over(signal.Node));
                return true;
            default:
                return message is IWireMessage or ClusterCommands.AskAgain;
        }
    }

    private bool AsWorker(object message)
    {
        switch (message)
        {
            case JoinWelcome welcome when IsFromSeed:
                Do(_worker.Welcomed(welcome.Snapshot));
                return true;
            case TableChanged changed when IsFromSeed:
                Do(_worker.Changed(changed.Change));
                return true;
            case JoinRefused refused when IsFromSeed && refused.Node == Me:
                Do(_worker.Refused(refused.Reason));
                return true;
            case ClusterCommands.AskAgain:
                Do(_worker.AskToJoin());
                return true;
            case ClusterCommands.LeaveTo leave:
                ToSeed(new LeaveRequest(leave.Address));
                return true;
            case ClusterCommands.DownTo down:
                ToSeed(new DownRequest(down.Address));
                return true;
            case ClusterCommands.ExitingCompleted:
                Do(_worker?.ExitCompleted() ?? []);
                EndIfLeft();
                return true;
            case SessionSignal signal:
                Do(Signalled(signal));
                return true;
            default:
                return message is IWireMessage;
        }
    }

    private bool IsFromSeed => _worker is not null && Sender.Path.Address == _worker.Seed;

    private IReadOnlyList<MembershipAction> Signalled(SessionSignal signal) =>
        _worker is null ? [] : signal.State switch
        {
            SessionState.Silent => _worker.SeedSilent(signal.Node, Now),
            SessionState.Back => _worker.SeedBack(signal.Node),
            _ => _worker.SeedOver(signal.Node),
        };

    /// <summary>The shutdown has come to its end also where there was no membership to end.
    /// </summary>
    private void EndIfLeft()
    {
        if (!_ended)
        {
            End(new MembershipAction.End("the actor system stops", Downed: false));
        }
    }

    private void ToSeed(object message)
    {
        if (_worker is { IsMember: true })
        {
            DaemonAt(_worker.Seed).Tell(message, Self);
        }
    }

    /// <summary>The state is shown first: who hears of an event finds it there.</summary>
    private void Do(IReadOnlyList<MembershipAction> actions)
    {
        if (_ended || View is null)
        {
            return;
        }

        _cluster.Show(View.State);
        foreach (var action in actions)
        {
            Do(action);
        }

        if (!_ended)
        {
            Schedule();
        }
    }

    private void Do(MembershipAction action)
    {
        switch (action)
        {
            case MembershipAction.Publish { Event: var happened }:
                Tell(happened);
                break;
            case MembershipAction.Broadcast { Change: var change }:
                Broadcast(change);
                break;
            case MembershipAction.Welcome { To: var node }:
                DaemonAt(node.Address).Tell(new JoinWelcome(View.Snapshot()), Self);
                break;
            case MembershipAction.Refuse refuse:
                DaemonAt(refuse.To.Address).Tell(
                    new JoinRefused(refuse.To, refuse.Reason), Self);
                break;
            case MembershipAction.Cut cut:
                Cut(cut.Node, cut.Reason);
                break;
            case MembershipAction.AskToJoin ask:
                DaemonAt(ask.Seed).Tell(new JoinRequest(Me, _cluster.SelfRoles), Self);
                break;
            case MembershipAction.ConfirmExit confirm:
                DaemonAt(confirm.Seed).Tell(new ExitingConfirmed(Me), Self);
                break;
            case MembershipAction.BeginExit:
                BeginExit();
                break;
            case MembershipAction.End end:
                End(end);
                break;
        }
    }
}
