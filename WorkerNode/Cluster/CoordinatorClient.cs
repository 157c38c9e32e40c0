using System.Globalization;
using System.Net;
using System.Text.Json;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>What a node asks a coordinator over HTTP.</summary>
internal sealed class CoordinatorClient : IDisposable
{
    /// <summary>Answers are small; a longer one is none of a coordinator's.</summary>
    private const int AnswerBytesMax = 64 * 1024;

    private const int SeedsMax = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    public CoordinatorClient(DataPlaneTarget target, TimeProvider time)
    {
        (Address, _time) = (target.Address, time);
        _client = DataPlaneHttp.Client(target);
        _client.MaxResponseContentBufferSize = AnswerBytesMax;
    }

    public Uri Address { get; }

    /// <summary>Whom to join.</summary>
    /// <exception cref="DataPlaneException">It cannot be asked now.</exception>
    /// <exception cref="InvalidInputException">CDL-0424: wrong token; CDL-0710: it runs another
    /// version or engine.</exception>
    public async Task<JoinInfo> JoinAsync(CancellationToken cancellation)
    {
        var (status, body) = await GetAsync(ClusterNames.JoinPath, cancellation)
            .ConfigureAwait(false);
        if (status != HttpStatusCode.OK)
        {
            throw new DataPlaneException(
                status == HttpStatusCode.ServiceUnavailable
                    ? $"{Show()} is not ready yet"
                    : $"{Show()} is no coordinator (it says {(int)status})",
                null, (int)status);
        }

        var info = Parse(body);
        Check(info);
        return info;
    }

    /// <summary>Whether the cluster knows an actor system.</summary>
    /// <param name="uid">Its <c>UniqueAddress.Uid</c>.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<Membership> MembershipAsync(long uid, CancellationToken cancellation)
    {
        var path = string.Create(
            CultureInfo.InvariantCulture, $"{ClusterNames.MemberPath}/{uid}");
        try
        {
            var (status, _) = await GetAsync(path, cancellation).ConfigureAwait(false);
            return status switch
            {
                HttpStatusCode.OK => Membership.Yes,
                HttpStatusCode.NotFound => Membership.No,
                _ => Membership.Unknown,
            };
        }
        catch (DataPlaneException)
        {
            return Membership.Unknown;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(
        string path, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token, cancellation);
        try
        {
            using var response = await _client.GetAsync(path, both.Token).ConfigureAwait(false);
            DataPlaneHttp.RequireToken((int)response.StatusCode);
            var body = await response.Content.ReadAsStringAsync(both.Token).ConfigureAwait(false);
            return (response.StatusCode, body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DataPlaneException(
                $"{Show()} cannot be reached: {(e.InnerException ?? e).Message}", e);
        }
    }

    private JoinInfo Parse(string body)
    {
        try
        {
            var info = JsonSerializer.Deserialize<JoinInfo>(body, Json);
            if (info is { Engine: not null, Version: not null, Seeds.Count: >= 1 and <= SeedsMax }
                && info.Seeds.All(IsAddress))
            {
                return info;
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new DataPlaneException($"{Show()} answers what no coordinator would");
    }

    private static bool IsAddress(string? seed)
    {
        try
        {
            return seed is not null && Akka.Actor.Address.Parse(seed).HasGlobalScope;
        }
        catch (Exception e) when (e is UriFormatException or FormatException)
        {
            return false;
        }
    }

    private void Check(JoinInfo info)
    {
        var own = $"{ClusterEngine.Name} {ClusterEngine.Version}";
        if (info.Engine != ClusterEngine.Name || info.Version != ClusterEngine.Version
            || info.ProtocolVersion != WireLimits.ProtocolVersion)
        {
            throw new InvalidInputException(
                "CDL-0710", Show(), $"{info.Engine} {info.Version}", $"{own}, as this node is",
                "Run the same build on all machines");
        }
    }

    private string Show() => Address.GetLeftPart(UriPartial.Authority);
}
