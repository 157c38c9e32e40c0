using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using Akka.Event;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Security;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>Parameters of Akka.Remote's delegate, from 1.5.55.</summary>
public delegate bool LikeCallback(
    X509Certificate2? certificate, X509Chain? chain, string remotePeer, SslPolicyErrors errors,
    ILoggingAdapter log);

public sealed class ControlPlaneSetupSpec : IDisposable
{
    private readonly Certificates _own = new();
    private readonly Certificates _other = new();

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Port_must_believe_the_own_authority_alone_when_it_can_be_told()
    {
        var identity = _own.Identity("w1=host2");

        var setup = Assert.IsType<LikeNewer>(ControlPlaneSetup.For(
            identity, typeof(LikeNewer), () => throw new InvalidOperationException()));

        Assert.Same(identity.Certificate, setup.Certificate);
        Assert.Equal((false, true, false), (setup.Suppress, setup.IsMutual, setup.ByHost));
        using var peer = _own.Identity("w2=host3").Certificate;
        using var stranger = _other.Identity("w2=host3").Certificate;
        Assert.True(Accepts(setup, peer));
        Assert.False(Accepts(setup, stranger));
        Assert.False(Accepts(setup, null));
    }

    [Fact]
    public void Older_port_must_be_refused_when_the_system_believes_others()
    {
        var identity = _own.Identity("w1=host2");
        var own = identity.Authority.Thumbprint;

        Assert.Null(ControlPlaneSetup.For(identity, typeof(LikeOlder), () => [own]));
        Assert.All<string[]>([[], ["other"], [own, "other"]], roots => Assert.Equal(
            "CDL-0769",
            Assert.Throws<InvalidInputException>(
                () => ControlPlaneSetup.For(identity, typeof(LikeOlder), () => roots)).Code));
    }

    [Fact]
    public void Setup_must_be_none_when_there_is_no_port()
    {
        Assert.Null(ControlPlaneSetup.For(null));
        Assert.Null(ControlPlaneSetup.For(_own.Identity("w1=host2"), null, () => []));
    }

    private static bool Accepts(LikeNewer setup, X509Certificate2? certificate) =>
        setup.Callback(
            certificate, null, "peer", SslPolicyErrors.RemoteCertificateChainErrors,
            NoLogger.Instance);

    /// <summary>Has the constructor of Akka.Remote's class from 1.5.55.</summary>
    internal sealed class LikeNewer : Setup
    {
        public LikeNewer(X509Certificate2 certificate, bool suppress)
            : this(certificate, suppress, true, false, null!)
        {
        }

        public LikeNewer(
            X509Certificate2 certificate, bool suppress, bool mutual, bool host,
            LikeCallback callback) =>
            (Certificate, Suppress, IsMutual, ByHost, Callback) =
                (certificate, suppress, mutual, host, callback);

        public X509Certificate2 Certificate { get; }

        public bool Suppress { get; }

        public bool IsMutual { get; }

        public bool ByHost { get; }

        public LikeCallback Callback { get; }
    }

    internal sealed class LikeOlder(X509Certificate2 certificate, bool suppress) : Setup
    {
        public X509Certificate2 Certificate { get; } = certificate;

        public bool Suppress { get; } = suppress;
    }
}
