namespace Akka.TestKit;

/// <summary>A test class that does not want its TestActor to be the sender of what it tells.</summary>
public interface INoImplicitSender;
