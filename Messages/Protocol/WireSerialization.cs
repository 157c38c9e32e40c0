using Akka.Configuration;

namespace AkkaCoded.Messages.Protocol;

/// <summary>What an actor system has to know to send messages of this protocol.</summary>
public static class WireSerialization
{
    /// <summary>Number of <see cref="WireSerializer"/> in every node of a cluster; it travels with
    /// each message. Akka.NET keeps 0 to 40 for itself.</summary>
    public const int Identifier = 720;

    /// <summary>
    /// Binds <see cref="IWireMessage"/> to <see cref="WireSerializer"/>; lay it under the
    /// configuration of the actor system with <c>WithFallback</c>.
    /// </summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString(
        $$"""
        akka.actor {
          serializers {
            akkacoded-wire = "{{NameOf(typeof(WireSerializer))}}"
          }
          serialization-bindings {
            "{{NameOf(typeof(IWireMessage))}}" = akkacoded-wire
          }
          serialization-identifiers {
            "{{NameOf(typeof(WireSerializer))}}" = {{Identifier}}
          }
        }
        """);

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
