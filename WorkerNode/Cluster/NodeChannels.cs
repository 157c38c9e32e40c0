using AkkaCoded.Messages.Exchange;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>The ways between the workers of one job on this node and its coordinator, besides
/// messages.</summary>
internal interface INodeChannel : IDisposable
{
    /// <summary>Where vectors travel.</summary>
    ITensorExchange Exchange { get; }

    /// <summary>Where data come from.</summary>
    IJobSetups Setups { get; }
}

/// <summary>Over HTTP to a coordinator's data plane.</summary>
/// <param name="identity">This node's certificate, or null: in the clear.</param>
/// <param name="token">Bearer token, or null.</param>
/// <param name="cache">Folder of fetched files.</param>
/// <param name="fileMax">Bytes of the largest one.</param>
/// <param name="time">Clock of pauses.</param>
internal sealed class HttpChannels(
    PlaneIdentity? identity, string? token, string cache, long fileMax, TimeProvider time)
{
    /// <summary>Opens a way; nothing is connected until it is used.</summary>
    /// <param name="dataPlane">The coordinator's address.</param>
    public INodeChannel Open(Uri dataPlane) => new Channel(
        new DataPlaneTarget(dataPlane, identity) { Token = token }, cache, fileMax, time);

    private sealed class Channel : INodeChannel
    {
        private readonly HttpExchange _http;
        private readonly FileCache _files;
        private readonly RemoteJobSetups _setups;

        public Channel(DataPlaneTarget target, string cache, long fileMax, TimeProvider time)
        {
            _http = new HttpExchange(target);
            _files = new FileCache(target, cache, time);
            _setups = new RemoteJobSetups(new NodeFiles(_files.FetchAsync, fileMax), time);
            Exchange = new PatientExchange(_http, time);
        }

        public ITensorExchange Exchange { get; }

        public IJobSetups Setups => _setups;

        public void Dispose()
        {
            _setups.Dispose();
            _files.Dispose();
            _http.Dispose();
        }
    }
}
