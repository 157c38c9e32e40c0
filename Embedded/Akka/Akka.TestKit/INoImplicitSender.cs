namespace Akka.TestKit;

/// <summary>For test classes whose TestActor shall not be the sender of what they tell.</summary>
public interface INoImplicitSender;
