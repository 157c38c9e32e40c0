using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>Counts what Kestrel itself refuses, before any endpoint sees it.</summary>
internal sealed class BadRequests(RefusalLedger refusals)
    : IObserver<KeyValuePair<string, object?>>
{
    private const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public static IDisposable Count(IServiceProvider services, RefusalLedger refusals) =>
        services.GetRequiredService<DiagnosticListener>()
            .Subscribe(new BadRequests(refusals), name => name == Event);

    public void OnNext(KeyValuePair<string, object?> value)
    {
        var feature = (value.Value as IFeatureCollection)?.Get<IBadRequestExceptionFeature>();
        refusals.Count(Refusal.Request, feature?.Error?.Message ?? "not HTTP/1.1");
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
