using Akka.Actor;

namespace Akka.Util;

/// <summary>What stands for an object on the wire and turns back into it on arrival.</summary>
public interface ISurrogate
{
    ISurrogated FromSurrogate(ActorSystem system);
}

public interface ISurrogated
{
    ISurrogate ToSurrogate(ActorSystem system);
}
