using System.Runtime.Serialization;

namespace Akka.Actor.Internal;

/// <summary>
/// With akka.actor.serialize-messages on, each message goes through its serializer and back, so
/// that a test notices what could not travel.
/// </summary>
internal static class SerializedCopy
{
    public static Envelope Of(Envelope envelope, ActorCell receiver)
    {
        if (envelope.Message is INoSerializationVerificationNeeded)
        {
            return envelope;
        }

        var message = WrappedMessage.Unwrap(envelope.Message);
        if (message is INoSerializationVerificationNeeded)
        {
            return envelope;
        }

        object copy;
        try
        {
            copy = receiver.System.Serialization.Copy(message);
        }
        catch (Exception e)
        {
            throw new SerializationException(
                $"Failed to serialize and deserialize payload object [{message.GetType()}]. "
                + $"Envelope: [{envelope}], Actor: [{receiver.Self}]", e);
        }

        // A wrapper can't be rebuilt around the copy; that its content can travel is checked.
        return ReferenceEquals(message, envelope.Message)
            ? new Envelope(copy, envelope.Sender)
            : envelope;
    }
}
