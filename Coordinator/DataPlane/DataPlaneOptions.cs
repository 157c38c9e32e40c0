using System.Net;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Security;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>Where the coordinator listens and whom it answers.</summary>
internal sealed record DataPlaneOptions
{
    /// <summary>Loopback unless told otherwise.</summary>
    public IPEndPoint EndPoint { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Name under which others reach it, or null.</summary>
    public string? Advertise { get; init; }

    /// <summary>Mutual TLS; required off loopback, unless <see cref="IsInsecure"/>.</summary>
    public PlaneIdentity? Identity { get; init; }

    /// <summary>Answers anybody off loopback, in the clear.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>What requests have to bring as bearer token, or null: no token.</summary>
    public string? Token { get; init; }

    public DataPlaneLimits Limits { get; init; } = DataPlaneLimits.Default;

    /// <summary>Clock of presence.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told the first refusal of every kind.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <exception cref="InvalidInputException">CDL-0420: off loopback without protection.
    /// </exception>
    public void Check() =>
        ReachRules.CheckListen(
            EndPoint.Address, Identity is not null, Token is not null, IsInsecure);
}
