using System.Collections.Concurrent;

namespace TorchSharp.Interop;

/// <summary>
/// Every operator that has been asked for, found once by "name" or "name.overload".
/// </summary>
internal static class Ops
{
    private static readonly ConcurrentDictionary<string, Op> Known = new();

    internal static Op Get(string name) => Known.GetOrAdd(name, Make);

    private static Op Make(string name)
    {
        var dot = name.IndexOf('.');
        return dot < 0 ? new Op(name) : new Op(name[..dot], name[(dot + 1)..]);
    }
}
