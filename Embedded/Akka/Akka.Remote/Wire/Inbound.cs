using System.Text;
using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote.Wire;

/// <summary>
/// Reads what comes from one session and tells it to the actors. Each number is taken once, in
/// order; what this system can't read is refused and counts as received all the same.
/// </summary>
internal sealed class Inbound(Remoting remoting, Address peer)
{
    private static readonly byte[] TempPrefix = "/temp/"u8.ToArray();

    private readonly RemoteActorRefProvider _provider = remoting.Provider;
    private readonly ByteKeyed<IInternalActorRef> _recipients = new();
    private readonly ByteKeyed<IActorRef> _senders = new();
    private readonly ByteKeyed<string> _manifests = new();
    private readonly ActorPath _peerRoot = new RootActorPath(peer);
    private long _received;

    /// <summary>Held while frames are taken, so that a new connection can wait until the former
    /// has taken its last.</summary>
    public Lock Gate { get; } = new();

    public long Received => Volatile.Read(ref _received);

    /// <summary>Under <see cref="Gate"/>.</summary>
    public void Take(FrameKind kind, ReadOnlySpan<byte> content)
    {
        var reader = new FrameReader(content);
        var number = reader.Int64();
        if (number <= _received)
        {
            // Sent again by a peer that did not know yet that it had arrived.
            return;
        }

        if (number != _received + 1)
        {
            throw new ProtocolException($"frame {number} after frame {_received}");
        }

        if (kind == FrameKind.Message)
        {
            TakeMessage(ref reader);
        }
        else
        {
            TakeSystem(ref reader);
        }

        Volatile.Write(ref _received, number);
    }

    /// <summary>A frame that this system had written, because its peer will not read it.</summary>
    public static (object Message, IActorRef Sender, string To) ReadBack(
        RemoteActorRefProvider provider, Remoting remoting, ReadOnlySpan<byte> frame)
    {
        var reader = new FrameReader(frame[Frame.HeaderLength..]);
        reader.Int64();
        var serializer = reader.Int32();
        var to = reader.Text();
        var from = reader.Text();
        var manifest = reader.Text();
        var message = remoting.Deserialize(serializer, manifest, reader.Rest().ToArray());
        var sender = from.Length == 0 ? null
            : from[0] == '/' ? provider.ResolveOwn(from)
            : provider.ResolveActorRef(from);
        return (message, sender, to);
    }

    private void TakeMessage(ref FrameReader reader)
    {
        var serializer = reader.Int32();
        var to = reader.Block();
        var from = reader.Block();
        var manifestBytes = reader.Block();
        var payload = reader.Rest();
        var manifest = string.Empty;
        try
        {
            var recipient = Recipient(to);
            var sender = Sender(from);
            manifest = Manifest(manifestBytes);
            var message = remoting.Deserialize(serializer, manifest, payload.ToArray());
            if (message is ActorSelectionMessage selection)
            {
                SelectionDelivery.Deliver(recipient, sender, selection);
            }
            else if (message is IPossiblyHarmful && IsGuardian(recipient))
            {
                throw new InvalidOperationException($"nobody afar may stop {recipient}");
            }
            else
            {
                recipient.Tell(message, sender);
            }
        }
        catch (Exception e)
        {
            remoting.Complaints.Refuse(peer, serializer, manifest, e);
        }
    }

    private void TakeSystem(ref FrameReader reader)
    {
        var kind = (SystemKind)reader.Byte();
        var flags = reader.Byte();
        var to = reader.Block();
        var about = reader.Block();
        reader.End();
        try
        {
            Apply(kind, flags, Recipient(to), Sender(about) as IInternalActorRef);
        }
        catch (Exception e) when (e is not ProtocolException)
        {
            remoting.Complaints.Refuse(peer, -1, kind.ToString(), e);
        }
    }

    private void Apply(
        SystemKind kind, byte flags, IInternalActorRef target, IInternalActorRef other)
    {
        if (other is null && kind != SystemKind.Terminate)
        {
            throw new ProtocolException($"{kind} names no actor");
        }

        switch (kind)
        {
            case SystemKind.Watch:
                target.SendSystemMessage(new Watch(target, other));
                break;
            case SystemKind.Unwatch:
                target.SendSystemMessage(new Unwatch(target, other));
                break;
            case SystemKind.DeathWatchNotification:
                Notify(target, other, (flags & 1) != 0, (flags & 2) != 0);
                break;
            case SystemKind.Terminate when IsGuardian(target):
                throw new InvalidOperationException($"nobody afar may stop {target}");
            case SystemKind.Terminate:
                target.Stop();
                break;
            default:
                throw new ProtocolException($"unknown system message {(byte)kind}");
        }
    }

    private static bool IsGuardian(IInternalActorRef actor) => actor.Path.Depth < 2;

    /// <summary>Who watches by a path without uid is told as well: it watches whoever is there.
    /// </summary>
    private void Notify(
        IInternalActorRef watcher, IInternalActorRef dead, bool wasThere, bool addressTerminated)
    {
        watcher.SendSystemMessage(new DeathWatchNotification(dead, wasThere, addressTerminated));
        if (dead.Path.Uid != 0)
        {
            var any = (IActorRef)_provider.ResolveActorRef(dead.Path.WithUid(0));
            watcher.SendSystemMessage(new DeathWatchNotification(any, wasThere, addressTerminated));
        }
    }

    private IInternalActorRef Recipient(ReadOnlySpan<byte> path)
    {
        if (_recipients.TryGet(path, out var known) && !((LocalActorRef)known).IsTerminated)
        {
            return known;
        }

        if (path.IsEmpty || path[0] != '/')
        {
            throw new FormatException("a recipient's path does not begin with a slash");
        }

        var found = _provider.ResolveOwn(Encoding.UTF8.GetString(path));
        if (found is LocalActorRef)
        {
            _recipients.Set(path, found);
        }

        return found;
    }

    private IActorRef Sender(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty)
        {
            return ActorRefs.NoSender;
        }

        if (_senders.TryGet(path, out var known))
        {
            return known;
        }

        var text = Encoding.UTF8.GetString(path);
        var sender = text[0] == '/'
            ? _provider.ResolveActorRef(_peerRoot / text.Split('/'))
            : _provider.ResolveActorRef(text);
        // Who asks has a path for each question: it will not come again.
        if (sender is RemoteActorRef && !path.StartsWith(TempPrefix))
        {
            _senders.Set(path, sender);
        }

        return sender;
    }

    private string Manifest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return string.Empty;
        }

        if (!_manifests.TryGet(bytes, out var manifest))
        {
            manifest = Encoding.UTF8.GetString(bytes);
            _manifests.Set(bytes, manifest);
        }

        return manifest;
    }
}
